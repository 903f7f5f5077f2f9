import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { getIntrospectionQuery } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type SmallSupergraph, startSmallSupergraph } from '../test/support/small-supergraph.ts';
import { type Result, transports } from '../test/support/transports.ts';
import { until } from '../test/support/until.ts';

const deep = `{ collections { edges { node { ${'... on Collection { '.repeat(5)} name ${'}'.repeat(5)} } } } }`;
const tooDeep = `{ __schema { types { ${'ofType { '.repeat(20)} name ${'}'.repeat(20)} } } }`;
const tooManyAliases = `{ searchStatistics { ${Array.from({ length: 101 }, (_, at) => `a${at}: totalQueries`).join(' ')} } }`;
const manyByFragments = `{ searchStatistics { ...A ...B } } fragment A on SearchStatistics { ${'...B '.repeat(3)} }
  fragment B on SearchStatistics { ${Array.from({ length: 60 }, (_, at) => `b${at}: cacheHits`).join(' ')} }`;
const tooManyRoots = `{ ${Array.from({ length: 31 }, (_, at) => `r${at}: searchStatistics { cacheHits }`).join(' ')} }`;
const manyDirectives = `{ searchStatistics { ${'totalQueries @include(if: true) '.repeat(101)} } }`;
/** Ten fragments, each twice in the one before: 1,024 times its two fields, five times over. */
const bomb = `{ searchStatistics { ${'...F0 '.repeat(5)} } } ${Array.from(
  { length: 10 },
  (_, at) =>
    `fragment F${at} on SearchStatistics { ${at < 9 ? `...F${at + 1} ...F${at + 1}` : 'totalQueries cacheHits'} }`,
).join(' ')}`;
const circle =
  '{ searchStatistics { ...A } } fragment A on SearchStatistics { cacheHits ...B } fragment B on SearchStatistics { ...A }';

describe('limits', () => {
  let supergraph: SmallSupergraph;
  let url: string;
  const ways = transports(() => url);
  before(async () => {
    supergraph = await startSmallSupergraph();
    url = `${supergraph.gateway.url}/graphql`;
  });
  after(() => supergraph?.[Symbol.asyncDispose]());

  for (const [name, ask] of Object.entries(ways)) {
    test(`depth, aliases, fields and directives are limited over ${name}`, async () => {
      const beyond = {
        'levels of fields': [tooDeep],
        aliases: [tooManyAliases, manyByFragments],
        'root fields': [tooManyRoots],
        fields: [bomb],
        directives: [manyDirectives],
      };
      for (const [limit, queries] of Object.entries(beyond)) {
        for (const query of queries) {
          const { errors } = await ask(query);
          const said = errors?.find(({ extensions }) => extensions.limit === limit);
          assert.equal(said?.extensions.code, 'GRAPHQL_VALIDATION_FAILED', query.slice(0, 60));
        }
      }
      assert.equal((await ask(deep)).errors, undefined);
    });

    test(`what is nested too deeply to be read is refused over ${name}`, async () => {
      const levels = 20_000;
      const beyondStack = `{ a(b: ${'['.repeat(levels)}${']'.repeat(levels)}) }`;
      assert.equal((await ask(beyondStack)).errors?.[0]?.message, 'This document is nested too deeply.');
      let nested: unknown = 1;
      for (let at = 0; at < 65; at++) nested = [nested];
      const { errors } = await ask('{ __typename }', { variables: { nested } });
      assert.match(errors?.[0]?.message ?? '', /nested deeper than 64 levels/);
    });

    test(`fragments in a circle are refused over ${name}`, async () => {
      assert.match(JSON.stringify((await ask(circle)).errors), /Cannot spread fragment/);
    });

    test(`the schema can be asked for over ${name}`, async () => {
      const { data, errors } = await ask(getIntrospectionQuery());
      assert.equal(errors, undefined);
      assert.ok(data?.__schema);
    });

    test(`a syntax error and an unknown field are told with their codes over ${name}`, async () => {
      assert.equal((await ask('{ nope')).errors?.[0]?.extensions.code, 'GRAPHQL_PARSE_FAILED');
      assert.equal((await ask('{ nope }')).errors?.[0]?.extensions.code, 'GRAPHQL_VALIDATION_FAILED');
      const skipped = await ask(
        'subscription ($s: Boolean!) { indexJobProgress(id: "1") @skip(if: $s) { sequence } }',
      );
      assert.ok(skipped.errors?.[0]?.extensions.code);
    });
  }

  test('several operations in one request are refused', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
    for (const accept of ['application/json', 'text/event-stream']) {
      const response = await fetch(url, { method: 'POST', headers: { ...headers, accept }, body });
      assert.equal(response.status, 400);
    }
  });

  test('a request beyond the size limit is refused with 413, and over WebSocket the socket is closed', async () => {
    const body = JSON.stringify({
      query: '{ __typename }',
      variables: { text: 'x'.repeat(18 * 1024 * 1024) },
    });
    for (const accept of ['application/json', 'text/event-stream']) {
      const headers = { 'content-type': 'application/json', accept };
      const response = await fetch(url, { method: 'POST', headers, body });
      assert.equal(response.status, 413);
      assert.match(await response.text(), /larger than 17825792 bytes.* limits\.requestBytes/);
    }
    const client = createClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    await assert.rejects(client.iterate({ query: '{ __typename }', variables: { text: body } }).next(), {
      code: 1009,
    });
  });

  test('one mistake does not close the socket for the other operations', async () => {
    const client = createClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const running = client.iterate({ query: 'subscription { indexJobProgress(id: "1") { sequence } }' });
    await running.next();
    for (const query of [
      '{ nope',
      '',
      '{ nope }',
      'subscription { a: alerts { sequence } b: alerts { sequence } }',
    ]) {
      await assert.rejects(client.iterate({ query }).next());
    }
    supergraph.advance();
    const { value } = await running.next();
    assert.deepEqual(value.data, { indexJobProgress: { sequence: 2 } });
    await client.dispose();
  });

  test('one socket has at most a hundred operations under way', async () => {
    const client = createClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const subscribe = () =>
      client.iterate({ query: 'subscription { indexJobProgress(id: "1") { sequence } }' });
    const running = Array.from({ length: 100 }, subscribe);
    for (const operation of running) await operation.next();
    await assert.rejects(subscribe().next(), (errors: Result['errors']) => {
      assert.equal(errors?.[0]?.extensions.code, 'TOO_MANY_OPERATIONS');
      return true;
    });
    await running[0]?.return?.();
    assert.equal((await subscribe().next()).done, false);
    client.terminate();
    await until('all to be freed', () => supergraph.counts.openStreams === 0);
  });
});
