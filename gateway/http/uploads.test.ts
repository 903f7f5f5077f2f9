import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { formParameters } from './uploads.ts';

/** What becomes of a form: the parameters, or why there are none. */
async function outcome(parts: Record<string, string | Blob>): Promise<unknown> {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.set(name, value);
  const sent = new Response(form);
  const body = Buffer.from(await sent.arrayBuffer());
  return formParameters(body, sent.headers.get('content-type') ?? '').catch(({ status, message }) => [
    status,
    message,
  ]);
}

const file = new Blob([Uint8Array.of(0, 255, 13, 10, 45, 45)]);
const json = JSON.stringify;
const operations = (variables: object) => json({ query: 'query ($a: String) { x }', variables });

test('files of a form stand at their places among the variables, in base64', async () => {
  const parts = {
    operations: operations({ input: { images: [{ data: null }, { data: 'kept' }] }, big: 1 }),
    map: json({ one: ['variables.input.images.0.data'] }),
    one: file,
  };
  assert.deepEqual(await outcome(parts), {
    query: 'query ($a: String) { x }',
    variables: { input: { images: [{ data: 'AP8NCi0t' }, { data: 'kept' }] }, big: 1 },
  });
});

test('a form that is not as the specification has it is refused with what is wrong', async () => {
  const good = { operations: operations({ a: null, b: 'text' }), map: json({ f: ['variables.a'] }), f: file };
  for (const [more, wrong] of [
    [{ operations: 'nope' }, /"operations" must be a JSON object/],
    [{ operations: '[]' }, /"operations" must be a JSON object/],
    [{ map: file }, /"map" must be a JSON object/],
    [{ map: json({ f: 'variables.a' }) }, /one place for the file "f"/],
    [{ map: json({ f: ['variables.a', 'variables.a'] }) }, /one place for the file "f"/],
    [{ map: json({ g: ['variables.a'] }) }, /has no file "g"/],
    [{ f: 'a text' }, /has no file "f"/],
    [{ map: json({ f: ['variables.b'] }) }, /must be in "variables", and null/],
    [{ map: json({ f: ['variables.c'] }) }, /must be in "variables", and null/],
    [{ map: json({ f: ['query'] }) }, /must be in "variables", and null/],
    [
      { operations: json({ query: '{ x }', extensions: { a: null } }), map: json({ f: ['extensions.a'] }) },
      /must be in "variables"/,
    ],
    [{ map: json({ f: ['variables.__proto__.x'] }) }, /must be in "variables", and null/],
    [{ map: json({ f: ['variables.constructor.prototype.x'] }) }, /must be in "variables", and null/],
  ] as [Record<string, string | Blob>, RegExp][]) {
    const [status, message] = (await outcome({ ...good, ...more })) as [number, string];
    assert.equal(status, 400);
    assert.match(message, wrong);
  }
  assert.match(
    String(await formParameters(Buffer.from('x'), 'multipart/form-data').catch(String)),
    /not valid/,
  );
});

test('a form that a page of others could have sent is not run', async () => {
  await using supergraph = await startSmallSupergraph();
  const send = async (headers: Record<string, string>) => {
    const body = new FormData();
    body.set('operations', json({ query: '{ __typename }' }));
    body.set('map', '{}');
    const response = await fetch(`${supergraph.gateway.url}/graphql`, { method: 'POST', headers, body });
    return [response.status, await response.json()];
  };
  const [status, { errors }] = await send({});
  assert.equal(status, 400);
  assert.match(errors[0].message, /could be forged/);
  assert.deepEqual(await send({ 'apollo-require-preflight': 'true' }), [
    200,
    { data: { __typename: 'Query' } },
  ]);
});
