import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import pino from 'pino';
import { gatewayMetrics } from '../metrics.ts';
import { subgraphHeaders } from './headers.ts';
import { trafficSettings } from './settings.ts';
import { subgraphSource } from './source.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;

/** A subgraph that answers as told, and a source that asks it. */
async function subgraph(answer: Answer, options: { own?: boolean; apiKey?: string } = {}) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume().on('end', () => answer(request, response, requests.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const shop = { name: 'shop', url: `http://127.0.0.1:${port}/graphql`, own: options.own ?? false };
  const source = subgraphSource({
    subgraph: shop,
    headers: subgraphHeaders({ subgraph: shop, apiKey: options.apiKey }),
    metrics: gatewayMetrics(),
    log: pino({ level: 'silent' }),
    traffic: trafficSettings('shop', { shop: { timeout: { query: 500, mutation: 500 } } }),
  });
  const ask = async (query: string, variables?: Record<string, unknown>) =>
    source.process({ request: { query, variables } } as never);
  return {
    ask,
    requests,
    async [Symbol.asyncDispose]() {
      await source[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const json =
  (value: unknown, status = 200): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };

describe('asking a subgraph', () => {
  test('a connection that is lost costs a query one more try, and a mutation none', async () => {
    const dropFirst: Answer = (request, response, attempt) =>
      attempt === 1 ? request.socket.destroy() : json({ data: { a: 1 } })(request, response, attempt);
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
    await using shop = await subgraph(() => {});
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
        'query ($representations: [_Any!]!) { _entities(representations: $representations) { id } }',
        {
          representations: [{}],
        },
      );
      assert.equal(errors?.[0]?.extensions?.code, 'SUBGRAPH_BAD_RESPONSE');
      assert.deepEqual(errors?.[0]?.path, ['_entities', 0]);
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
