import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type FederatedGraph, startFederatedGraph } from '../test/support/federated-graph.ts';
import { transports } from '../test/support/transports.ts';
import { parseGatewayFile } from './configuration/gateway-file.ts';

const parts = {
  books: {
    typeDefs: `type Query { book(isbn: String!): Book slow(ms: Int!): Int }
      type Subscription { ticks: Int }
      enum Kind { PAPER SOUND }
      input Filter { kind: Kind title: String }
      type Book { title(filter: Filter): String broken: String }`,
    resolvers: {
      Query: {
        book: () => ({ title: 'Ulysses' }),
        slow: (_: unknown, { ms }: { ms: number }) => new Promise((resolve) => setTimeout(resolve, ms, ms)),
      },
      Book: {
        broken() {
          throw new Error('password of the database');
        },
      },
    },
  },
};

describe('in production', () => {
  let graph: FederatedGraph;
  const ways = transports(() => `${graph.url}/graphql`);
  before(async () => {
    const file = parseGatewayFile('limits: { operationTime: 1s }\nnetwork: { hsts: 60 }', 'gateway.yaml', {});
    graph = await startFederatedGraph(parts, { production: true, file });
  });
  after(() => graph?.[Symbol.asyncDispose]());

  for (const [name, ask] of Object.entries(ways)) {
    test(`the schema is not told over ${name}, not even by suggestions`, async () => {
      for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Book") { name } }']) {
        assert.match((await ask(query)).errors?.[0]?.message ?? '', /introspection (is|has been) disabled/i);
      }
      assert.equal((await ask('{ __typename }')).data.__typename, 'Query');
      const nearly: [string, Record<string, unknown>?][] = [
        ['{ book(isbn: "1") { titel } }'],
        ['{ book(isbm: "1") { title } }'],
        ['{ book(isbn: "1") { title(filter: { kind: PAPR }) } }'],
        ['query ($f: Filter) { book(isbn: "1") { title(filter: $f) } }', { f: { titel: 'x' } }],
        ['query ($f: Filter) { book(isbn: "1") { title(filter: $f) } }', { f: { kind: 'PAPR' } }],
      ];
      for (const [query, variables = {}] of nearly) {
        const { errors } = await ask(query, { variables });
        assert.ok(errors?.[0], query);
        assert.doesNotMatch(JSON.stringify(errors), /did you mean|"title"|PAPER/i);
      }
    });

    test(`an unknown error is masked under an id over ${name}`, async () => {
      const { errors } = await ask('{ book(isbn: "1") { broken } }');
      assert.equal(errors?.[0]?.extensions.code, 'INTERNAL_SERVER_ERROR');
      assert.ok(errors[0].extensions.id);
      assert.doesNotMatch(JSON.stringify(errors), /password|stacktrace|127\.0\.0\.1/);
    });

    test(`an operation that takes too long is given up over ${name}`, async () => {
      const { errors } = await ask('{ slow(ms: 3000) }');
      assert.equal(errors?.[0]?.extensions.code, 'SUBGRAPH_TIMEOUT');
    });
  }

  test('browsers find no page, and each answer tells them what they may do with it', async () => {
    for (const path of ['/graphql', '/graphiql/main.js', '/favicon.ico', '/health', '/nothing']) {
      const { status, headers } = await fetch(graph.url + path, { headers: { accept: 'text/html' } });
      assert.ok(path === '/health' || status >= 400, `${path}: ${status}`);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
      assert.equal(headers.get('strict-transport-security'), 'max-age=60');
      assert.equal(headers.get('x-powered-by'), null);
      assert.equal(headers.get('server'), null);
    }
  });
});

describe('what the gateway’s file opens to pages of other sites', () => {
  let graph: FederatedGraph;
  before(async () => {
    const text =
      'cors: { origins: [https://app.example], credentials: true }\nexposure: { introspection: on }';
    graph = await startFederatedGraph(parts, {
      production: true,
      file: parseGatewayFile(text, 'gateway.yaml', {}),
    });
  });
  after(() => graph?.[Symbol.asyncDispose]());
  const asks = (origin: string, method = 'POST') =>
    fetch(`${graph.url}/graphql`, {
      method,
      headers: {
        origin,
        'content-type': 'application/json',
        ...(method === 'OPTIONS' && {
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-api-key',
        }),
      },
      ...(method === 'POST' && { body: JSON.stringify({ query: '{ __schema { queryType { name } } }' }) }),
    });

  test('is open to those that it lists, and to no others', async () => {
    const listed = await asks('https://app.example', 'OPTIONS');
    assert.equal(listed.status, 204);
    assert.equal(listed.headers.get('access-control-allow-origin'), 'https://app.example');
    assert.equal(listed.headers.get('access-control-allow-headers'), 'content-type,x-api-key');
    assert.equal(listed.headers.get('access-control-allow-credentials'), 'true');
    const answer = await asks('https://app.example');
    assert.equal(answer.headers.get('access-control-allow-origin'), 'https://app.example');
    assert.match(answer.headers.get('vary') ?? '', /origin/i);
    assert.deepEqual(await answer.json(), { data: { __schema: { queryType: { name: 'Query' } } } });
    for (const method of ['OPTIONS', 'POST']) {
      const other = await asks('https://app.example.evil', method);
      assert.equal(other.headers.get('access-control-allow-origin'), null);
    }
  });
});
