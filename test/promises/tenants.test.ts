import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { GATEWAY_HEADER, gatewayKeys } from '../../lib/gateway-token.ts';
import { graphqlClient } from '../support/client.ts';
import { bootStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

const apiKey = 'the-key-of-the-operators';
const secret = 'the-secret-of-the-gateway-of-these-tests';
const keys = { north: 'the-key-of-the-north-tenant', south: 'the-key-of-the-south-tenant' };

let stack: Awaited<ReturnType<typeof bootStack>>;
let operator: ReturnType<typeof graphqlClient>;
let north: ReturnType<typeof graphqlClient>;
let south: ReturnType<typeof graphqlClient>;
const as = (key: string, headers: Record<string, string> = {}) =>
  graphqlClient(stack.url, { authorization: `Bearer ${key}`, ...headers });
before(async () => {
  stack = await bootStack('one', {
    KITEGRAPH_API_KEY: apiKey,
    KITEGRAPH_GATEWAY_SECRET: secret,
    KITEGRAPH_TENANT_KEYS: `north=${keys.north}, south=${keys.south}`,
  });
  operator = as(apiKey);
  north = as(keys.north);
  south = as(keys.south);
  await operator.data(`mutation { createCollection(input: { name: "letters", partitionBy: { by: TENANT },
    fields: [{ name: "year", type: INT, facet: true }] }) { collection { id } } }`);
  for (const [client, place] of [
    [north, 'north'],
    [south, 'south'],
  ] as const) {
    await add(client, [
      {
        documentId: '1',
        title: `Letter of the ${place}`,
        content: `Snow in the ${place}.`,
        metadata: { year: 1 },
      },
      { documentId: place, content: `Only the ${place} has this letter.`, metadata: { year: 2 } },
    ]);
  }
});
after(() => stack?.[Symbol.asyncDispose]());

const ADD =
  'mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position job { id status } } }';
const add = (client: ReturnType<typeof graphqlClient>, documents: object[], collection = 'letters') =>
  client.data(ADD, { input: { collection, documents, waitFor: 'INDEXED' } });
const search = async (client: ReturnType<typeof graphqlClient>, mode = 'HYBRID') =>
  (
    await client.data(
      `query ($mode: SearchMode!) { search(input: { collections: ["letters"], text: "letter snow", mode: $mode }) {
         totalCount facets(of: [{ field: "year" }]) { documents missing buckets { value count } }
         explain { views { selectivity } } edges { node { id documentId title content } } } }`,
      { mode },
    )
  ).search;
const codeOf = async (asked: Promise<{ errors?: { extensions: Record<string, unknown> }[] }>) =>
  (await asked).errors?.[0]?.extensions.code;

test('each tenant has documents of its own under the same ids, and reads, counts and searches only these', async () => {
  for (const [client, place] of [
    [north, 'north'],
    [south, 'south'],
  ] as const) {
    const { collection, documents, document, other, indexJobs } = await client.data(
      `query ($other: ID!) { collection(name: "letters") { documentCount vectorCount pendingCount indexStatistics { totalIndexed } searchStatistics { totalQueries } }
         documents(collection: "letters") { totalCount edges { node { documentId tenant content } } }
         document(collection: "letters", documentId: "1") { content }
         other: document(collection: "letters", documentId: $other) { content }
         indexJobs { totalCount } }`,
      { other: place === 'north' ? 'south' : 'north' },
    );
    assert.deepEqual(collection, {
      documentCount: 2,
      vectorCount: 2,
      pendingCount: 0,
      indexStatistics: null,
      searchStatistics: null,
    });
    assert.equal(documents.totalCount, 2);
    for (const { node } of documents.edges) {
      assert.equal(node.tenant, place);
      assert.match(node.content, new RegExp(place));
    }
    assert.match(document.content, new RegExp(place));
    assert.equal(other, null);
    assert.equal(indexJobs.totalCount, 1);
    for (const mode of ['HYBRID', 'KEYWORD', 'SEMANTIC']) {
      const found = await search(client, mode);
      const [years] = found.facets;
      assert.equal(years.documents + years.missing, found.totalCount, 'only its own are counted');
      assert.equal(found.explain.views[0].selectivity, 1, 'a share of all would tell how much others have');
      assert.equal(found.totalCount, 2);
      for (const { node } of found.edges) assert.match(node.content, new RegExp(place));
    }
  }
});

test('what one tenant writes and deletes leaves the others as they are', async () => {
  const before = await search(south);
  await add(north, [{ documentId: '1', content: 'Rewritten in the north.' }]);
  await north.data(
    `mutation { deleteDocuments(input: { collection: "letters", waitFor: INDEXED, filter: { field: "year", gte: 0 } }) { position } }`,
  );
  await north.data(
    `mutation { deleteDocuments(input: { collection: "letters", waitFor: INDEXED, documentIds: ["south", "1"] }) { position } }`,
  );
  assert.deepEqual(await search(south), before);
  assert.equal((await search(north)).totalCount, 0);
  await add(north, [
    { documentId: '1', content: 'Snow in the north.', metadata: { year: 1 } },
    { documentId: 'north', content: 'Only the north has this letter.', metadata: { year: 2 } },
  ]);
});

test('a document of another tenant is not read by its global id, nor a job by its own', async () => {
  const { edges } = await search(north);
  const id = edges[0].node.id;
  const job = (await add(north, [{ documentId: 'x', content: 'Secret of the north.' }])).addDocuments.job.id;
  const read = (client: ReturnType<typeof graphqlClient>) =>
    client.data(`query ($job: ID!) { indexJob(id: $job) { id } }`, { job });
  assert.deepEqual(await read(north), { indexJob: { id: job } });
  assert.deepEqual(await read(south), { indexJob: null });
  assert.equal(
    await codeOf(south.ask(`mutation { cancelIndexJob(input: { id: "${job}" }) { job { id } } }`)),
    'JOB_NOT_FOUND',
  );
  for await (const { errors } of south.events(
    `subscription { indexJobProgress(id: "${job}") { sequence } }`,
  )) {
    assert.equal(errors?.[0]?.extensions.code, 'JOB_NOT_FOUND');
  }
  const entity = (url: string, tenant: string) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [GATEWAY_HEADER]: gatewayKeys([secret]).token('index', { tenant }),
      },
      body: JSON.stringify({
        query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Document { content } } }',
        variables: { r: [{ __typename: 'Document', id }] },
      }),
    }).then((response) => response.json());
  const url = stack.services.index?.url as string;
  assert.deepEqual((await entity(url, 'south')).data._entities, [null]);
  assert.ok((await entity(url, 'north')).data._entities[0].content);
});

test('activity streams what is the tenant’s own', async () => {
  const own: string[] = [];
  const seen: string[] = [];
  let completed = false;
  const reading = (async () => {
    for await (const { data } of south.events('subscription { indexActivity { job { id status } } }')) {
      const { id, status } = data.indexActivity.job;
      seen.push(id);
      completed = status === 'COMPLETED';
      if (completed) return;
    }
  })();
  // The subscription may begin later than the first of these ends: it then sees the next one.
  await until('a job of its own to be told', async () => {
    await add(north, [{ documentId: 'n', content: 'North.' }]);
    own.push((await add(south, [{ documentId: 's', content: 'South.' }])).addDocuments.job.id);
    return completed;
  });
  await reading;
  assert.deepEqual(
    seen.filter((id) => !own.includes(id)),
    [],
  );
});

test('a key that belongs to a tenant cannot name another, nor do what is for operators', async () => {
  assert.equal(
    await codeOf(as(keys.north, { 'x-kitegraph-tenant': 'south' }).ask('{ __typename }')),
    'TENANT_NOT_ALLOWED',
  );
  for (const operation of [
    'mutation { deleteCollection(input: { collection: "letters" }) { id } }',
    'mutation { createCollection(input: { name: "mine" }) { collection { id } } }',
    'mutation { pauseIndexing { indexing { paused } } }',
    '{ indexing { pending } }',
    '{ metrics { name } }',
    '{ searchStatistics { totalQueries } }',
  ]) {
    const code = String(await codeOf(north.ask(operation)));
    assert.match(code, /^(UNAUTHORIZED_FIELD_OR_TYPE|TENANT_NOT_ALLOWED)$/, operation);
  }
  const metrics = await fetch(`${stack.url}/metrics`, { headers: { authorization: `Bearer ${keys.north}` } });
  assert.equal(metrics.status, 403);
});

test('an operator says for which tenant it asks, and a collection that is not divided is there for all to read', async () => {
  assert.equal(
    await codeOf(operator.ask('{ search(input: { collections: ["letters"], text: "x" }) { totalCount } }')),
    'TENANT_REQUIRED',
  );
  assert.equal(
    await codeOf(operator.ask('{ documents(collection: "letters") { totalCount } }')),
    'TENANT_REQUIRED',
  );
  const forNorth = as(apiKey, { 'x-kitegraph-tenant': 'north' });
  assert.ok((await search(forNorth)).totalCount > 0);
  assert.equal(
    await codeOf(as(apiKey, { 'x-kitegraph-tenant': 'no such name!' }).ask('{ __typename }')),
    'BAD_USER_INPUT',
  );
  await operator.data('mutation { createCollection(input: { name: "shared" }) { collection { id } } }');
  await add(operator, [{ documentId: 'a', content: 'For everybody.' }], 'shared');
  const { document } = await north.data('{ document(collection: "shared", documentId: "a") { content } }');
  assert.equal(document.content, 'For everybody.');
  const input = { collection: 'shared', documents: [{ documentId: 'b', content: 'x' }] };
  assert.equal(await codeOf(north.ask(ADD, { input })), 'TENANT_NOT_ALLOWED');
});

test('whoever copies a collection sees the documents of all tenants, each with its own', async () => {
  const { documentChanges } = await operator.data(
    '{ documentChanges(collection: "letters", first: 1000) { edges { documentId tenant deleted } } }',
  );
  const alive = documentChanges.edges.filter(({ deleted }: { deleted: boolean }) => !deleted);
  assert.deepEqual(
    new Set(alive.map(({ tenant }: { tenant: string }) => tenant)),
    new Set(['north', 'south']),
  );
  const own = await north.data(
    '{ documentChanges(collection: "letters", first: 1000) { edges { tenant } } }',
  );
  for (const { tenant } of own.documentChanges.edges) assert.equal(tenant, 'north');
});
