import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { graphqlClient } from '../test/support/client.ts';
import { type SmallSupergraph, startSmallSupergraph } from '../test/support/small-supergraph.ts';
import { until } from '../test/support/until.ts';

describe('one graph over several subgraphs', () => {
  let supergraph: SmallSupergraph;
  let client: ReturnType<typeof graphqlClient>;
  before(async () => {
    supergraph = await startSmallSupergraph();
    client = graphqlClient(supergraph.gateway.url);
  });
  after(() => supergraph?.[Symbol.asyncDispose]());

  test('the fields of another subgraph are asked for once for a whole list', async () => {
    supergraph.counts.batches = [];
    const { collections } = await client.data(
      '{ collections { edges { node { name documentCount searchStatistics { totalQueries } } } } }',
    );
    assert.deepEqual(
      collections.edges.map((edge: { node: object }) => edge.node),
      [
        { name: 'articles', documentCount: 7, searchStatistics: { totalQueries: 8 } },
        { name: 'books', documentCount: 7, searchStatistics: { totalQueries: 5 } },
        { name: 'letters', documentCount: 7, searchStatistics: { totalQueries: 7 } },
      ],
    );
    assert.deepEqual(supergraph.counts.batches, [3]);
  });

  test('64-bit integers go both ways with all their digits', async () => {
    const body = `{"query": "mutation ($documents: [DocumentInput!]!) { addDocuments(input: { collection: \\"a\\", documents: $documents }) { position } }",
      "variables": { "documents": [{ "documentId": "1", "content": "", "metadata": { "big": 9007199254740993 } }] } }`;
    const headers = { 'content-type': 'application/json' };
    const post = async (text: string) =>
      (await fetch(`${supergraph.gateway.url}/graphql`, { method: 'POST', headers, body: text })).text();
    assert.match(await post(body), /"position":"9007199254740993"/);
    const search = JSON.stringify({
      query:
        '{ search(input: { collections: ["articles"], text: "x" }, first: 1) { edges { node { metadata } } } }',
    });
    assert.match(await post(search), /"big":9007199254740993\b/);
  });

  test('a number that the document cannot hand on as it stands is refused with what to do', async () => {
    const add = (big: string) => `mutation { addDocuments(input: { collection: "a", documents: [
      { documentId: 9007199254740993, content: "", metadata: { big: ${big}, list: [{ f: 1.5e20 }] } }] }) { position } }`;
    const { errors } = await client.ask(add('9007199254740993'));
    assert.match(errors?.[0]?.message ?? '', /9007199254740993 cannot be written into the document exactly/);
    assert.equal((await client.data(add('"9007199254740993"'))).addDocuments.position, '9007199254740993');
    assert.equal((await client.data(add('9007199254740991'))).addDocuments.position, '9007199254740991');
    for (const beyond of ['1e400', '-1e309']) {
      const refused = (await client.ask(add(beyond))).errors?.[0];
      assert.match(refused?.message ?? '', new RegExp(`^${beyond} is beyond what a number can be`));
      assert.equal(refused?.extensions.code, 'GRAPHQL_VALIDATION_FAILED');
    }
  });

  test('an error that a subgraph made for the client arrives with its code, its argument and its text', async () => {
    const { errors } = await client.ask(
      '{ search(input: { collections: ["x"], text: "unknown" }) { totalCount } }',
    );
    assert.equal(errors?.[0]?.extensions.code, 'COLLECTION_NOT_FOUND');
    assert.equal(errors?.[0]?.extensions.argument, 'input.collections[0]');
    assert.equal(errors?.[0]?.extensions.serviceName, 'query');
    assert.match(errors?.[0]?.message ?? '', /there is no collection "x"/);
  });

  test('an error that nobody foresaw tells the client an id and no detail', async () => {
    const { errors } = await client.ask(
      '{ search(input: { collections: ["x"], text: "broken" }) { totalCount } }',
    );
    assert.equal(errors?.[0]?.extensions.code, 'INTERNAL_SERVER_ERROR');
    assert.match(String(errors?.[0]?.extensions.id), /^[0-9a-f-]{36}$/);
    assert.doesNotMatch(JSON.stringify(errors), /secret|stack|node_modules/);
  });

  test('while a subgraph is away the answer names it without its address, and it comes back by itself', async () => {
    const address = /127\.0\.0\.1|localhost|:\d{4,5}/;
    const query = '{ collection(name: "articles") { documentCount searchStatistics { totalQueries } } }';
    await supergraph.stop('query');
    const answer = await client.ask(query);
    assert.equal(answer.errors?.length, 1);
    assert.equal(answer.errors?.[0]?.extensions.code, 'SUBGRAPH_UNAVAILABLE');
    assert.equal(answer.errors?.[0]?.extensions.serviceName, 'query');
    assert.deepEqual(answer.errors?.[0]?.path, ['collection', 'searchStatistics']);
    assert.doesNotMatch(JSON.stringify(answer), address);

    // Each root field that is missing has its own error; what other subgraphs answer for is not touched.
    const roots = await client.ask(
      '{ a: searchStatistics { totalQueries } b: searchStatistics { cacheHits } }',
    );
    assert.deepEqual(
      roots.errors?.map(({ path }) => path),
      [['a'], ['b']],
    );
    const other = await client.data('{ collection(name: "articles") { documentCount } }');
    assert.equal(other.collection.documentCount, 7);

    const health = async () => (await (await fetch(`${supergraph.gateway.url}/health`)).json()) as Health;
    await until('health to notice', async () => (await health()).status === 'DEGRADED');
    const { components } = await health();
    const part = components.find(({ name }) => name === 'subgraph:query');
    assert.equal(part?.status, 'DOWN');
    assert.doesNotMatch(part?.detail ?? '', address);

    await supergraph.start('query');
    assert.equal((await client.data(query)).collection.searchStatistics.totalQueries, 8);
    await until('health to notice', async () => (await health()).status === 'UP');
  });

  test('a subscription sent as a plain request is told how to ask', async () => {
    const { errors } = await client.ask('subscription { indexJobProgress(id: "1") { sequence } }');
    assert.equal(errors?.[0]?.extensions.code, 'SUBSCRIPTION_NEEDS_STREAM');
  });

  test('metrics count operations by kind and outcome, a client’s mistakes apart, and requests to each subgraph', async () => {
    const text = await (await fetch(`${supergraph.gateway.url}/metrics`)).text();
    assert.match(text, /^query_total\{status="success",method="query",service="gateway"\} [1-9]/m);
    assert.match(text, /^query_total\{status="error",method="query",service="gateway"\} [1-9]/m);
    assert.match(text, /^query_total\{status="refused",method="subscription",service="gateway"\} 1$/m);
    assert.match(text, /^query_latency_count\{service="gateway",method="query"\} [1-9]/m);
    assert.match(
      text,
      /^subgraph_requests_total\{subgraph="query",status="subgraph_unavailable",service="gateway"\} [1-9]/m,
    );
  });
});

interface Health {
  status: string;
  components: { name: string; status: string; detail: string }[];
}
