import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, graphql, parse } from 'graphql';
import { request } from 'undici';
import type { Service } from '../../lib/service.ts';
import { startTestRedis, type TestRedis } from '../../test/support/redis.ts';
import { type SmallSupergraph, startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { until } from '../../test/support/until.ts';
import { openIdentity } from '../access/identity.ts';
import type { OperationRequest } from '../documents/read.ts';
import { gatewayMetrics } from '../metrics.ts';
import { requestContext } from '../request-context.ts';
import { startGateway } from '../server.ts';
import { withAnswerCache } from './cached.ts';
import { policyOfHeader } from './policy.ts';
import { answerStore } from './store.ts';

const SHOP = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@composeDirective"])
    @link(url: "https://specs.example.org/cacheControl/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  enum CacheControlScope { PUBLIC PRIVATE }
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  type Query {
    price(of: String): Int @cacheControl(maxAge: 60)
    mine: Int @cacheControl(maxAge: 60, scope: PRIVATE)
    shelf: Shelf @cacheControl(maxAge: 60)
    clock: Int
    weather: Int
    broken: Int @cacheControl(maxAge: 60)
  }
  type Shelf { size: Int, neighbour: Shelf }
  type Mutation { setPrice(to: Int!): Int }
`;

/** A subgraph with a price that changes whenever it is asked, so that a kept answer shows. */
async function startShop() {
  let asked = 0;
  const shelf = { size: 1, neighbour: { size: 2 } };
  const value = () => asked;
  const resolvers = {
    Query: {
      price: value,
      mine: value,
      clock: value,
      weather: value,
      shelf: () => shelf,
      broken() {
        throw new Error('no');
      },
    },
    Mutation: { setPrice: (_: unknown, { to }: { to: number }) => to },
  };
  const schema = buildSubgraphSchema([{ typeDefs: parse(SHOP), resolvers }]);
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
    asked += 1;
    response.setHeader('content-type', 'application/json');
    if (query.includes('weather')) response.setHeader('cache-control', 'max-age=30, public');
    response.end(JSON.stringify(await graphql({ schema, source: query, variableValues: variables })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const OPERATOR = 'the-key-of-the-operators';
const ADA = 'the-key-of-ada-who-reads';
const BOB = 'the-key-of-bob-who-reads';

describe('answers that may be kept', () => {
  let shop: Awaited<ReturnType<typeof startShop>>;
  let redis: TestRedis;
  let supergraph: SmallSupergraph;
  /** Two that share a Redis. */
  let gateways: Service[] = [];
  before(async () => {
    shop = await startShop();
    redis = await startTestRedis();
    const subgraphs = [{ name: 'shop', url: shop.url }];
    const scopedKeys = [
      { scopes: ['readers'], key: ADA },
      { scopes: ['readers'], key: BOB },
    ];
    supergraph = await startSmallSupergraph({ apiKey: OPERATOR, subgraphs, gateway: { scopedKeys } });
    const sharing = () =>
      startGateway({
        host: '127.0.0.1',
        port: 0,
        apiKey: OPERATOR,
        graphiqlDir: '/nonexistent',
        graph: { services: supergraph.urls, subgraphs },
        redisUrl: redis.url,
      });
    gateways = await Promise.all([sharing(), sharing()]);
  });
  after(async () => {
    for (const gateway of gateways) await gateway[Symbol.asyncDispose]();
    await supergraph?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
    await shop?.[Symbol.asyncDispose]();
  });

  async function ask(
    query: string,
    { key = OPERATOR, url = supergraph.gateway.url, headers = {}, variables = {} } = {},
  ) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data } = (await response.json()) as { data: Record<string, unknown> };
    return { text: JSON.stringify(data), control: response.headers.get('cache-control') };
  }
  async function isKept(query: string) {
    const first = await ask(query);
    return (await ask(query)).text === first.text;
  }

  test('are given again as @cacheControl of the schema says, and not where a field has no maximal age', async () => {
    assert.equal(await isKept('{ price }'), true);
    assert.equal((await ask('{ price }')).control, 'max-age=60, private');
    assert.equal(await isKept('{ clock }'), false);
    assert.equal(await isKept('{ price clock }'), false);
    assert.equal((await ask('{ clock }')).control, null);
    assert.equal((await ask('{ shelf { size } }')).control, 'max-age=60, private');
    assert.equal((await ask('{ shelf { neighbour { size } } }')).control, null);
  });

  test('or as the subgraph says with its answer; where both speak, the shorter time counts', async () => {
    // The first answer says that it may be kept.
    await ask('{ weather }');
    assert.equal(await isKept('{ weather }'), true);
    assert.equal((await ask('{ weather }')).control, 'max-age=30, private');
    assert.equal(policyOfHeader('max-age=30, s-maxage=10, private', '4')?.maxAge, 6);
    assert.deepEqual(policyOfHeader('no-store, max-age=9'), { maxAge: 0, scope: 'PUBLIC' });
  });

  test('are others for other variables, other rights, and for a client that asks for a fresh one', async () => {
    const priced = 'query ($of: String) { price(of: $of) }';
    const first = await ask(priced, { variables: { of: 'tea' } });
    assert.notEqual((await ask(priced, { variables: { of: 'milk' } })).text, first.text);
    assert.equal((await ask(priced, { variables: { of: 'tea' } })).text, first.text);
    const ofOperator = await ask('{ price }');
    const ofAda = await ask('{ price }', { key: ADA });
    assert.notEqual(ofAda.text, ofOperator.text);
    assert.equal((await ask('{ price }', { key: BOB })).text, ofAda.text);
    const adasOwn = await ask('{ mine }', { key: ADA });
    assert.equal((await ask('{ mine }', { key: ADA })).text, adasOwn.text);
    assert.notEqual((await ask('{ mine }', { key: BOB })).text, adasOwn.text);
    assert.notEqual(
      (await ask('{ price }', { headers: { 'cache-control': 'no-cache' } })).text,
      ofOperator.text,
    );
  });

  test('are never kept where they have errors', async () => {
    assert.equal((await ask('{ broken }')).control, null);
    assert.equal(await isKept('{ price broken }'), false);
  });

  test('are shared among gateways by Redis, and none is older than the last mutation of any of them', async () => {
    const [one, other] = gateways.map(({ url }) => ({ url })) as [{ url: string }, { url: string }];
    let asked = 0;
    let text = '';
    let query = '';
    // A Redis that did not answer in time is left alone for a while, and nothing is kept meanwhile.
    await until('kept by one for the other', async () => {
      query = `{ a${asked++}: price }`;
      text = (await ask(query, one)).text;
      return (await ask(query, other)).text === text;
    });
    await ask('mutation { setPrice(to: 1) }', other);
    assert.notEqual((await ask(query, one)).text, text);
    assert.notEqual((await ask(query, other)).text, text);
  });

  test('are not sent again to a client that has them', async () => {
    const get = (headers: Record<string, string>) =>
      request(`${supergraph.gateway.url}/graphql?query={price}`, {
        headers: { authorization: `Bearer ${OPERATOR}`, 'apollo-require-preflight': '1', ...headers },
      });
    const first = await get({});
    await first.body.dump();
    const etag = String(first.headers.etag);
    assert.match(etag, /^W\/"/);
    assert.match(String(first.headers.vary), /authorization/);
    const again = await get({ 'if-none-match': etag });
    assert.equal(again.statusCode, 304);
    assert.equal(await again.body.text(), '');
    const other = await get({ 'if-none-match': '"other"' });
    assert.equal(other.statusCode, 200);
    await other.body.dump();
  });
});

test('a private answer is given to the same client alone, a public one to all with the same rights', async () => {
  const schema = buildSchema(`
    enum CacheControlScope { PUBLIC PRIVATE }
    directive @cacheControl(maxAge: Int, scope: CacheControlScope) on FIELD_DEFINITION
    type Query { ours: Int @cacheControl(maxAge: 9), mine: Int @cacheControl(maxAge: 9, scope: PRIVATE) }`);
  let asked = 0;
  const operations = withAnswerCache(
    {
      async answer({ context }: OperationRequest) {
        if (context.caching) context.caching.fetches += 1;
        asked += 1;
        return { body: { data: { asked } }, headers: [] };
      },
    } as never,
    {
      store: answerStore(undefined),
      schema: () => schema,
      supergraphSdl: () => '',
      rightsOf: () => '',
      metrics: gatewayMetrics(),
    },
  );
  const documents = new Map(['{ ours }', '{ mine }'].map((query) => [query, parse(query)]));
  const ask = async (query: string, id: string, by = 'API_KEY') => {
    const context = requestContext({ ...openIdentity, by: by as never, id }, {});
    const prepared = { kind: 'query', query, document: documents.get(query) };
    const { body } = await operations.answer({ query, variables: {}, context }, prepared as never);
    return body.data?.asked;
  };
  assert.equal(await ask('{ ours }', 'ada'), 1);
  assert.equal(await ask('{ ours }', 'bob'), 1);
  assert.equal(await ask('{ mine }', 'ada'), 2);
  assert.equal(await ask('{ mine }', 'ada'), 2);
  assert.equal(await ask('{ mine }', 'bob'), 3);
  // Who is nobody shares nothing private with another nobody.
  assert.equal(await ask('{ mine }', 'open', 'OPEN'), 4);
  assert.equal(await ask('{ mine }', 'open', 'OPEN'), 5);
});
