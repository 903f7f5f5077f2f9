import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { useServer as serveOver } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { type SmallSupergraph, startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { parseGatewayFile } from '../configuration/gateway-file.ts';

const SHOP = `
  type Query { price: Int }
  type Subscription { prices: Int }
`;

/** A subgraph that remembers the headers of what it is asked, and what comes with subscriptions. */
async function startShop() {
  const headers: IncomingHttpHeaders[] = [];
  const subscriptions: { connectionParams: unknown; extensions: unknown }[] = [];
  const resolvers = {
    Query: { price: () => 7 },
    Subscription: {
      prices: {
        async *subscribe() {
          yield { prices: 7 };
        },
      },
    },
  };
  const schema = buildSubgraphSchema([{ typeDefs: parse(SHOP), resolvers }]);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { query } = JSON.parse(Buffer.concat(chunks).toString());
    if (query.includes('price')) headers.push(request.headers);
    response.writeHead(200, {
      'content-type': 'application/json',
      'x-cost': '3',
      'set-cookie': 'a=1',
      'x-inner': 'no',
      'access-control-allow-origin': '*',
      'x-frame-options': 'SAMEORIGIN',
    });
    response.end(JSON.stringify(await graphql({ schema, source: query })));
  });
  const sockets = new WebSocketServer({ server });
  serveOver(
    {
      schema,
      context(context, _id, { extensions }) {
        subscriptions.push({ connectionParams: context.connectionParams, extensions });
        return {};
      },
    },
    sockets,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    headers,
    subscriptions,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('headers between clients and subgraphs', () => {
  let shop: Awaited<ReturnType<typeof startShop>>;
  let supergraph: SmallSupergraph;
  before(async () => {
    shop = await startShop();
    supergraph = await startSmallSupergraph({
      subgraphs: [{ name: 'shop', url: shop.url }],
      gateway: {
        file: {
          headers: {
            request: {
              all: [
                { propagateMatching: /^x-/ },
                { removeMatching: /^x-private-/ },
                { insert: 'x-from', value: 'kitegraph' },
              ],
              subgraphs: {
                shop: [
                  { propagate: 'language', as: 'x-language', default: 'en' },
                  { propagate: 'authorization' },
                ],
              },
            },
            response: { all: [{ propagateMatching: /^(?!x-inner|x-request)/ }] },
          },
        },
      },
    });
  });
  after(async () => {
    await supergraph?.[Symbol.asyncDispose]();
    await shop?.[Symbol.asyncDispose]();
  });

  async function ask(headers: Record<string, string>, query = '{ price }') {
    const response = await fetch(`${supergraph.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    return { headers: response.headers, body: await response.json(), sent: shop.headers.at(-1) ?? {} };
  }

  test('go on as the rules say, and nothing else does', async () => {
    const { sent } = await ask({
      'x-team': 'blue',
      'x-private-note': 'n',
      'x-from': 'liar',
      language: 'zh-TW',
      authorization: 'Bearer of the user',
      'user-agent': 'me',
      cookie: 'session=1',
    });
    assert.equal(sent['x-team'], 'blue');
    assert.equal(sent['x-private-note'], undefined);
    assert.equal(sent['x-from'], 'kitegraph');
    assert.equal(sent['x-language'], 'zh-TW');
    assert.equal(sent.authorization, 'Bearer of the user');
    assert.equal(sent['user-agent'], undefined);
    assert.equal(sent.cookie, undefined);
    assert.equal((await ask({})).sent['x-language'], 'en');
  });

  test('a pattern hands on no credential, nothing of one connection, and nobody else’s name', async () => {
    const { sent } = await ask({
      'x-api-key': 'a key of sixteen letters',
      'x-session-token': 't',
      'x-kitegraph-scopes': 'admin',
      'x-forwarded-for': '10.0.0.1',
    });
    assert.equal(sent['x-api-key'], undefined);
    assert.equal(sent['x-session-token'], undefined);
    assert.equal(sent['x-kitegraph-scopes'], undefined);
    assert.equal(sent['x-forwarded-for'], '10.0.0.1');
  });

  test('of a subgraph’s answer reach the client where a rule says so; by a pattern no cookies, and nothing that browsers go by', async () => {
    const { headers } = await ask({});
    assert.equal(headers.get('x-cost'), '3');
    assert.equal(headers.get('x-inner'), null);
    assert.equal(headers.get('set-cookie'), null);
    assert.equal(headers.get('access-control-allow-origin'), null);
    assert.equal(headers.get('x-frame-options'), 'DENY');
  });

  test('rules are read from the gateway’s file, and one that cannot be followed is refused with its place', () => {
    const parse = (text: string) => parseGatewayFile(text, 'gateway.yaml', {}).headers;
    assert.deepEqual(parse('headers: { request: { all: [{ propagate: X-Team, as: X-Group }] } }'), {
      request: { all: [{ propagate: 'x-team', as: 'x-group', default: undefined }] },
    });
    for (const [rule, why] of [
      ['{ propagate: Transfer-Encoding }', /belongs to one connection/],
      ['{ propagate: x-kitegraph-scopes }', /to the gateway itself/],
      ['{ insert: x-a }', /insert has a "value"/],
      ['{ remove: x-a, propagate: x-b }', /must have one of/],
      ['{ propagateMatching: "(" }', /must be a regular expression/],
    ] as const) {
      const text = `headers:\n  request:\n    all:\n      - ${rule}\n`;
      assert.throws(
        () => parse(text),
        (error: Error) => why.test(error.message) && /^gateway.yaml:4/.test(error.message),
        rule,
      );
    }
  });

  test('a request keeps the id and the trace that its client gave it, through to the subgraph and its errors', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { headers, sent } = await ask({ 'x-request-id': 'order-17', traceparent, tracestate: 'a=b' });
    assert.equal(headers.get('x-request-id'), 'order-17');
    assert.equal(sent['x-request-id'], 'order-17');
    assert.equal(sent.traceparent, traceparent);
    assert.equal(sent.tracestate, 'a=b');
    const { body } = await ask({ 'x-request-id': 'order-18' }, '{ nothing }');
    assert.equal(body.errors[0].extensions.requestId, 'order-18');
  });

  test('an id that is not fit for a log is replaced by one of the gateway’s own', async () => {
    const { headers, sent } = await ask({ 'x-request-id': 'two words' });
    assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(sent['x-request-id'], headers.get('x-request-id'));
  });

  test('of a subscription: what is of one client goes with its operation, the rest with the connection', async () => {
    const client = createClient({
      url: `${supergraph.gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { 'x-team': 'red', authorization: 'Bearer of the user' },
    });
    for await (const { data } of client.iterate({ query: 'subscription { prices }' }))
      assert.deepEqual(data, { prices: 7 });
    await client.dispose();
    const [{ connectionParams, extensions }] = shop.subscriptions as [
      { connectionParams: object; extensions: Record<string, unknown> },
    ];
    assert.deepEqual(connectionParams, { 'x-from': 'kitegraph', 'x-language': 'en' });
    assert.equal(extensions['x-team'], 'red');
    assert.equal(extensions.authorization, 'Bearer of the user');
  });
});
