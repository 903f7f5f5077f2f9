import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { GATEWAY_HEADER, gatewayKeys } from '../../lib/gateway-token.ts';
import { follow } from '../support/following.ts';
import { apiKey, bootPapers, type Client, codeOf, keys, secret } from '../support/papers.ts';

type Papers = Awaited<ReturnType<typeof bootPapers>>;
let stack: Papers['stack'];
let operator: Client;
let legal: Client;
let staff: Client;
let add: Papers['add'];
const patch = (collection: string, documents: object[]) =>
  operator.data(`mutation ($input: UpdateDocumentsInput!) { updateDocuments(input: $input) { position } }`, {
    input: { collection, documents, waitFor: 'INDEXED' },
  });
const SEARCH = `query ($input: SearchInput!, $first: Int, $after: String) { search(input: $input, first: $first, after: $after) {
  totalCount pageInfo { endCursor hasNextPage } explain { cacheLevel views { selectivity } }
  facets(of: [{ field: "kind" }]) { buckets { value count } }
  edges { node { documentId content metadata indexedAt } } } }`;
const search = async (client: Client, input: object = {}, page: object = {}) =>
  (
    await client.data(SEARCH, {
      input: { collections: ['papers'], text: 'contract', ...input },
      first: 10,
      ...page,
    })
  ).search;
const idsOf = ({ edges }: { edges: { node: { documentId: string } }[] }) =>
  edges.map(({ node }) => node.documentId).sort();

before(async () => {
  ({ stack, operator, legal, staff, add } = await bootPapers());
});
after(() => stack[Symbol.asyncDispose]());

test('a search finds, counts, facets and explains by what the caller may see, in every mode', async () => {
  for (const mode of ['HYBRID', 'KEYWORD', 'SEMANTIC']) {
    for (const [client, expected] of [
      [operator, ['board', 'legal', 'open', 'staff']],
      [legal, ['legal', 'open', 'staff']],
      [staff, ['open', 'staff']],
      // The same again, now that the answers of others are cached.
      [operator, ['board', 'legal', 'open', 'staff']],
      [staff, ['open', 'staff']],
    ] as const) {
      const found = await search(client, { mode });
      assert.deepEqual(idsOf(found), expected);
      assert.equal(found.totalCount, expected.length);
      assert.deepEqual(found.facets[0].buckets.map(({ value }: { value: string }) => value).sort(), expected);
      assert.equal(found.explain.views[0].selectivity, 1);
      for (const { node } of found.edges) {
        assert.deepEqual(node.metadata, { kind: node.documentId });
        assert.ok(node.indexedAt, 'another subgraph shows it too');
      }
    }
  }
  const filtered = await search(staff, { filter: { not: { field: 'kind', eq: 'open' } } });
  assert.deepEqual(idsOf(filtered), ['staff']);
});

test('an answer out of the cache is one of the same scopes, and a cursor of other scopes is none', async () => {
  const input = { text: 'contract for whom' };
  assert.equal((await search(legal, input)).explain.cacheLevel, 'NONE');
  assert.equal((await search(legal, input)).explain.cacheLevel, 'L1');
  assert.equal((await search(staff, input)).explain.cacheLevel, 'NONE');
  const { pageInfo } = await search(legal, input, { first: 1 });
  const variables = { input: { collections: ['papers'], ...input }, first: 1, after: pageInfo.endCursor };
  assert.equal(await codeOf(staff.ask(SEARCH, variables)), 'BAD_CURSOR');
  assert.equal((await legal.data(SEARCH, variables)).search.edges.length, 1);
});

test('documents and collections are read, listed and counted by what the caller may see', async () => {
  const READ = `query ($id: ID!) {
    document(collection: "papers", documentId: $id) { documentId readScopes }
    documents(collection: "papers") { totalCount edges { node { documentId } } }
    documentChanges(collection: "papers", first: 100) { documentCount edges { documentId } }
    collections { totalCount edges { node { name } } }
    collection(name: "papers") { documentCount vectorCount pendingCount indexStatistics { totalIndexed } searchStatistics { totalQueries } } }`;
  const seen = await staff.data(READ, { id: 'legal' });
  assert.equal(seen.document, null);
  assert.equal(seen.documents.totalCount, 2);
  assert.deepEqual(idsOf(seen.documents), ['open', 'staff']);
  assert.deepEqual(
    seen.documentChanges.edges.map(({ documentId }: { documentId: string }) => documentId).sort(),
    ['open', 'staff'],
  );
  assert.equal(seen.documentChanges.documentCount, null);
  assert.deepEqual(seen.collections, { totalCount: 1, edges: [{ node: { name: 'papers' } }] });
  assert.deepEqual(seen.collection, {
    documentCount: 2,
    vectorCount: 2,
    pendingCount: 0,
    indexStatistics: null,
    searchStatistics: null,
  });
  const MORE = '{ models { collections } collection(name: "vault") { partitions { documentCount } } }';
  const used = async (client: Client) => {
    const { models, collection } = await client.data(MORE);
    const names = models.flatMap(({ collections }: { collections: string[] }) => collections);
    return [names, collection?.partitions];
  };
  assert.deepEqual(await used(staff), [['papers'], undefined]);
  assert.deepEqual(await used(legal), [['papers', 'vault'], [{ documentCount: 1 }]]);
  assert.deepEqual(await used(operator), [['papers', 'vault'], [{ documentCount: 2 }]]);
  const all = await operator.data(READ, { id: 'legal' });
  assert.deepEqual(all.document, { documentId: 'legal', readScopes: ['audit', 'legal'] });
  assert.equal(all.documents.totalCount, 4);
  assert.equal(all.collections.totalCount, 2);
  assert.equal(all.collection.documentCount, 4);
});

test('a collection that demands a scope is not there for whoever lacks it, by name, by id and in errors', async () => {
  const { collection } = await operator.data('{ collection(name: "vault") { id readScopes } }');
  assert.deepEqual(collection.readScopes, ['board', 'legal']);
  assert.deepEqual(idsOf(await search(legal, { collections: ['vault'] })), ['v']);
  for (const name of ['vault', collection.id]) {
    const input = { collections: [name], text: 'contract' };
    const { errors } = await staff.ask(SEARCH, { input });
    assert.equal(errors?.[0]?.extensions.code, 'COLLECTION_NOT_FOUND');
    assert.doesNotMatch(errors?.[0]?.message.replace(`"${name}"`, '') ?? '', /vault/);
  }
  assert.deepEqual(await staff.data('{ collection(name: "vault") { id } }'), { collection: null });
  for (const field of [
    'document(collection: "vault", documentId: "v") { content }',
    'documents(collection: "vault") { totalCount }',
    'documentChanges(collection: "vault", first: 1) { position }',
  ]) {
    const { errors } = await staff.ask(`{ ${field} }`);
    assert.equal(errors?.[0]?.extensions.code, 'COLLECTION_NOT_FOUND', field);
    assert.doesNotMatch(errors?.[0]?.message.replace('"vault"', '') ?? '', /vault/);
  }
});

test('each subgraph by itself resolves no entity that the caller may not see', async () => {
  const { document, collection } = await operator.data(
    '{ document(collection: "papers", documentId: "legal") { id } collection(name: "vault") { id } }',
  );
  const entity = async (
    service: 'query' | 'index',
    scopes: string,
    representation: object,
    fields: string,
  ) => {
    const { __typename } = representation as { __typename: string };
    const response = await fetch(`${stack.services[service]?.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [GATEWAY_HEADER]: gatewayKeys([secret]).token(service, { scopes: scopes.split(' ') }),
      },
      body: JSON.stringify({
        query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${__typename} { ${fields} } } }`,
        variables: { r: [representation] },
      }),
    });
    return (await response.json()).data._entities[0];
  };
  for (const [one, fields] of [
    [{ __typename: 'Document', id: document.id }, 'content'],
    [{ __typename: 'Document', collectionName: 'papers', documentId: 'legal' }, 'content'],
    [{ __typename: 'Document', collectionName: 'vault', documentId: 'v' }, 'content'],
    [{ __typename: 'Collection', id: collection.id }, 'name'],
    [{ __typename: 'Collection', name: 'vault' }, 'name'],
  ] as const) {
    assert.equal(await entity('index', 'staff', one, fields), null);
    assert.equal(await entity('index', '', one, fields), null);
    assert.ok(await entity('index', 'staff legal', one, fields));
  }
  const vault = { __typename: 'Collection', name: 'vault' };
  assert.equal(await entity('query', 'staff', vault, 'searchStatistics { totalQueries }'), null);
  assert.ok(await entity('query', 'legal', vault, 'name'));
});

test('a hit that was withdrawn but is still found is shown without what other subgraphs know, and without an error', async () => {
  await add('papers', [{ documentId: 'lost', content: 'A contract.', readScopes: ['staff'] }]);
  const LATE = `query ($input: SearchInput!) { search(input: $input) { edges { node {
    documentId title createdAt readScopes images { hash } collection { name } } } } }`;
  const late = async () => {
    const { data, errors } = await staff.ask(LATE, { input: { collections: ['papers'], text: 'contract' } });
    assert.equal(errors, undefined);
    return data.search.edges
      .map(({ node }: { node: { documentId: string } }) => node)
      .find(({ documentId }: { documentId: string }) => documentId === 'lost');
  };
  const shown = await late();
  assert.deepEqual([shown.readScopes, shown.images], [['staff'], []]);
  await operator.data('mutation { pauseIndexing { indexing { paused } } }');
  await operator.data(
    `mutation { updateDocuments(input: { collection: "papers", documents: [{ documentId: "lost", readScopes: ["board"] }] }) { position } }`,
  );
  assert.deepEqual(await late(), {
    documentId: 'lost',
    title: null,
    createdAt: null,
    readScopes: null,
    images: null,
    collection: null,
  });
  await operator.data('mutation { resumeIndexing { indexing { paused } } }');
  await operator.data(
    `mutation { deleteDocuments(input: { collection: "papers", documentIds: ["lost"], waitFor: INDEXED }) { position } }`,
  );
});

test('suggestions are ordered by the documents that the caller may see', async () => {
  const suggested = async (client: Client) =>
    (
      await client.data('{ suggest(collections: ["papers"], prefix: "marg") { completions { text } } }')
    ).suggest.completions.map(({ text }: { text: string }) => text);
  const of = (id: string, content: string, readScopes?: string[]) => ({
    documentId: id,
    content,
    readScopes,
  });
  await add('papers', [
    of('m1', 'margin', ['board']),
    of('m2', 'margin', ['board']),
    of('m3', 'margin margrave'),
    of('m4', 'margrave'),
    of('m5', 'margarine', ['board']),
  ]);
  assert.deepEqual(await suggested(operator), ['margin', 'margrave', 'margarine']);
  assert.deepEqual(await suggested(staff), ['margrave', 'margin']);
  const ids = '["m1", "m2", "m3", "m4", "m5"]';
  await operator.data(
    `mutation { deleteDocuments(input: { collection: "papers", documentIds: ${ids}, waitFor: INDEXED }) { position } }`,
  );
});

test('who reads changes is told of a document that is taken from them as of a deleted one, and of no other', async () => {
  const CHANGES = `query ($after: String) { documentChanges(collection: "papers", after: $after, first: 100) {
    pageInfo { endCursor } edges { documentId deleted node { content } } } }`;
  await add('papers', [
    { documentId: 'lent', content: 'A loan.', readScopes: ['staff'] },
    { documentId: 'secret', content: 'A loan.', readScopes: ['board'] },
  ]);
  const { pageInfo } = (await staff.data(CHANGES)).documentChanges;
  const changes = async (client: Client) =>
    (await client.data(CHANGES, { after: pageInfo.endCursor })).documentChanges.edges.map(
      ({
        documentId,
        deleted,
        node,
      }: {
        documentId: string;
        deleted: boolean;
        node: { content: string } | null;
      }) => `${documentId} ${deleted ? 'deleted' : node?.content}`,
    );
  await patch('papers', [
    { documentId: 'lent', readScopes: ['board'], content: 'Not for you.' },
    { documentId: 'secret', content: 'More.' },
  ]);
  assert.deepEqual(await changes(staff), ['lent deleted']);
  assert.deepEqual(await changes(operator), ['lent Not for you.', 'secret More.']);
  await patch('papers', [{ documentId: 'lent', readScopes: null, content: 'Yours again.' }]);
  assert.deepEqual(await changes(staff), ['lent Yours again.']);
  await operator.data(
    `mutation { deleteDocuments(input: { collection: "papers", documentIds: ["lent", "secret"], waitFor: INDEXED }) { position } }`,
  );
  assert.deepEqual(await changes(staff), ['lent deleted']);
});

test('a standing search shows what its caller may see, and what is withdrawn leaves it', async () => {
  const input = { collections: ['papers'], text: 'contract', mode: 'KEYWORD' };
  await using mine = await follow(stack.url, input, { headers: { authorization: `Bearer ${keys.staff}` } });
  await using all = await follow(stack.url, input, { headers: { authorization: `Bearer ${apiKey}` } });
  assert.deepEqual([...mine.list].sort(), ['open', 'staff']);
  await add('papers', [
    { documentId: 'new', content: 'contract contract', readScopes: ['board'], metadata: { kind: 'new' } },
    {
      documentId: 'also',
      content: 'contract contract contract',
      readScopes: ['staff'],
      metadata: { kind: 'also' },
    },
  ]);
  await mine.until((ids) => ids.includes('also'));
  await all.until((ids) => ids.includes('new'));
  assert.ok(!mine.list.includes('new'));
  await patch('papers', [{ documentId: 'also', readScopes: ['board'] }]);
  await mine.until((ids) => !ids.includes('also'));
  await patch('papers', [{ documentId: 'also', readScopes: null }]);
  await mine.until((ids) => ids.includes('also'));
  assert.ok(!mine.events.some(({ changes }) => changes.some((change) => change.includes(' new'))));
  await operator.data(
    `mutation { deleteDocuments(input: { collection: "papers", documentIds: ["new", "also"], waitFor: INDEXED }) { position } }`,
  );
});

test('what a collection demands counts at once: who loses it is told that there is no such collection', async () => {
  const demand = (readScopes: string[]) =>
    operator.data(
      `mutation ($s: [String!]) { updateCollection(input: { collection: "vault", readScopes: $s }) { collection { readScopes } } }`,
      { s: readScopes },
    );
  await demand([]);
  assert.deepEqual(idsOf(await search(staff, { collections: ['vault'] })), ['v']);
  await using live = await follow(
    stack.url,
    { collections: ['vault'], text: 'contract' },
    { headers: { authorization: `Bearer ${keys.staff}` } },
  );
  assert.deepEqual(live.list, ['v']);
  await demand(['legal', 'board']);
  assert.equal(
    await codeOf(staff.ask(SEARCH, { input: { collections: ['vault'], text: 'contract' } })),
    'COLLECTION_NOT_FOUND',
  );
  assert.equal(await live.ended, 'COLLECTION_NOT_FOUND');
});

test('a search by example names no document that its caller may not see', async () => {
  const like = (client: Client, ref: object) =>
    codeOf(client.ask(SEARCH, { input: { collections: ['papers'], mode: 'SEMANTIC', like: [ref] } }));
  assert.equal(await like(legal, { documentId: 'legal' }), undefined);
  assert.equal(await like(staff, { documentId: 'legal' }), 'DOCUMENT_NOT_FOUND');
  assert.equal(await like(staff, { collection: 'vault', documentId: 'v' }), 'COLLECTION_NOT_FOUND');
});
