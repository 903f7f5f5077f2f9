import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { documentReader } from './read.ts';

test('of documents that are all different a bounded number is kept, and none of a schema that was replaced', async () => {
  let schema = buildSchema('type Query { a: Int }');
  const exposure = { introspection: true, suggestions: true, graphiql: true };
  const reader = documentReader({ schema: () => schema, rules: [], parseOptions: {}, exposure });
  const kept = (query: string) => reader.store.get(createHash('sha256').update(query).digest('hex'));
  const document = (at: number) => `{ a${at}: a }`;
  for (let at = 0; at < 5_001; at++) assert.equal(reader.prepare({ query: document(at) }).errors, undefined);
  assert.equal(await kept(document(0)), undefined);
  assert.ok(await kept(document(1)));
  assert.ok(await kept(document(5_000)));

  // Long documents push out many.
  for (let at = 0; at < 11; at++) reader.prepare({ query: `{ a } #${at}${'x'.repeat(199_000)}` });
  assert.equal(await kept(document(5_000)), undefined);

  reader.prepare({ query: document(1) });
  schema = buildSchema('type Query { b: Int }');
  assert.equal(await kept(document(1)), undefined);
  assert.match(String(reader.prepare({ query: document(1) }).errors?.[0]), /Cannot query field "a"/);
});
