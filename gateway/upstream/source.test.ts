import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  asked,
  broken,
  json,
  type Script,
  scriptedSubgraph,
  silent,
} from '../../test/support/scripted-subgraph.ts';

/** A subgraph that answers as told, and what asks it. */
async function subgraph(script: Script, options: { own?: boolean; apiKey?: string } = {}) {
  const server = await scriptedSubgraph(script);
  const { own, ...others } = options;
  const name = own ? 'query' : 'shop';
  const settings = { timeout: { query: 500, mutation: 500 } };
  const upstream = asked([server.url], { ...others, name, settings });
  return {
    ...upstream,
    requests: server.requests,
    async [Symbol.asyncDispose]() {
      await upstream[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

describe('asking a subgraph', () => {
  test('a connection that is lost costs a query one more try, and a mutation none', async () => {
    const dropFirst: Script = (...asked) => (asked[2] === 1 ? broken : json({ data: { a: 1 } }))(...asked);
    await using shop = await subgraph(dropFirst);
    assert.deepEqual((await shop.ask('{ a }')).data, { a: 1 });
    assert.equal(shop.requests.length, 2);

    await using other = await subgraph(dropFirst);
    const { errors } = await other.ask('mutation { a }');
    assert.equal(errors?.[0]?.extensions?.code, 'SUBGRAPH_UNAVAILABLE');
    assert.deepEqual(errors?.[0]?.path, ['a']);
    assert.equal(other.requests.length, 1);
  });

  test('a subgraph that does not answer in time is told apart from one that is away', async () => {
    await using shop = await subgraph(silent);
    const { errors } = await shop.ask('{ a b: c }');
    assert.deepEqual(
      errors?.map(({ extensions, path }) => [extensions?.code, path]),
      [
        ['SUBGRAPH_TIMEOUT', ['a']],
        ['SUBGRAPH_TIMEOUT', ['b']],
      ],
    );
    assert.equal(shop.requests.length, 1);
  });

  test('what is no GraphQL answer is said to be none, with its HTTP status and nothing of its text', async () => {
    for (const [status, text] of [
      [502, '<html>nginx at 10.0.0.7</html>'],
      [200, '{"hello": "world"}'],
      [200, ''],
    ] as const) {
      await using shop = await subgraph((_, response) => response.writeHead(status).end(text));
      const { errors } = await shop.ask(
        'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on A { id n: name } } }',
        { representations: [{ __typename: 'A' }, { __typename: 'A' }] },
      );
      assert.equal(errors?.[0]?.extensions?.code, 'SUBGRAPH_BAD_RESPONSE');
      const places = errors?.map(({ path }) => path?.join('.'));
      assert.deepEqual(places, ['_entities.0.id', '_entities.0.n', '_entities.1.id', '_entities.1.n']);
      assert.doesNotMatch(JSON.stringify(errors), /10\.0\.0\.7|127\.0\.0\.1|hello/);
    }
  });

  test('the product’s own services get the key; a user’s subgraph does not, and a refused key is told', async () => {
    const refuse = json({ errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }, 401);
    await using own = await subgraph(refuse, { own: true, apiKey: 'the-key' });
    const { errors } = await own.ask('{ a }');
    assert.equal(own.requests[0]?.headers.authorization, 'Bearer the-key');
    assert.equal(errors?.[0]?.extensions?.code, 'SUBGRAPH_BAD_RESPONSE');
    await using shop = await subgraph(json({ data: { a: 1 } }), { apiKey: 'the-key' });
    await shop.ask('{ a }');
    assert.equal(shop.requests[0]?.headers.authorization, undefined);
  });

  test('errors with a code pass with their argument; others, stack traces and HTTP settings do not', async () => {
    const raw = [
      {
        message: 'a: wrong',
        path: ['a'],
        extensions: { code: 'BAD', argument: 'a', stacktrace: ['at x'], http: { status: 418 } },
      },
      {
        message: 'connect ECONNREFUSED 10.0.0.7:5432',
        extensions: { code: 'INTERNAL_SERVER_ERROR', id: 'mine' },
      },
      { message: 'password is hunter2' },
    ];
    await using shop = await subgraph(json({ data: { a: null }, errors: raw }));
    const { errors, data } = await shop.ask('{ a }');
    assert.deepEqual(data, { a: null });
    assert.deepEqual(errors?.[0], {
      message: 'a: wrong',
      path: ['a'],
      extensions: { code: 'BAD', argument: 'a', serviceName: 'shop' },
    });
    assert.equal(errors?.[1]?.extensions?.code, 'INTERNAL_SERVER_ERROR');
    assert.notEqual(errors?.[1]?.extensions?.id, 'mine');
    assert.doesNotMatch(JSON.stringify(errors), /10\.0\.0\.7|hunter2|at x|418/);
  });
});
