import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startIndexing } from '../support/indexing.ts';
import { bootParts, type Parts } from '../support/parts.ts';

let parts: Parts;
let index: Awaited<ReturnType<typeof startIndexing>>;
before(async () => {
  parts = await bootParts();
  index = await startIndexing(parts);
});
after(async () => {
  await index?.[Symbol.asyncDispose]();
  await parts?.[Symbol.asyncDispose]();
});

const PAGE = `query ($collection: ID!, $after: String, $deletionsAfter: String) {
  documentChanges(collection: $collection, first: 2, after: $after, deletionsAfter: $deletionsAfter) {
    position documentCount pageInfo { hasNextPage endCursor }
    edges { documentId deleted node { content passages { start end headings vector embeddingKey }
      givenPassages { start end vector } } } } }`;
const KEEP = 'mutation ($input: KeepEmbeddingsInput!) { keepEmbeddings(input: $input) { added } }';
const one = (component: number) => {
  const vector = new Float32Array(384);
  vector[component] = 1;
  return Buffer.from(vector.buffer).toString('base64');
};
const changes = async (collection: string, more: object = {}) =>
  (await index.data(PAGE, { collection, ...more })).documentChanges;

test('the last page of changes tells at which position and with how many documents it was read', async () => {
  await index.create({ name: 'pages' });
  const add = (ids: string[]) =>
    index.add({
      collection: 'pages',
      waitFor: 'INDEXED',
      documents: ids.map((documentId) => ({ documentId, content: `About ${documentId}.` })),
    });
  await add(['a', 'b', 'c']);
  await index.remove({ collection: 'pages', documentIds: ['a'] });
  const { position: start } = (await index.collection('pages')).collection;
  const first = await changes('pages', { deletionsAfter: start });
  assert.deepEqual(
    first.edges.map((edge: { documentId: string }) => edge.documentId),
    ['b', 'c'],
    'what was deleted before is left out',
  );
  assert.deepEqual(
    [first.position, first.documentCount, first.pageInfo.hasNextPage],
    [start, 2, false],
    'the page tells where it stands',
  );
  const { position: end } = await index.remove({ collection: 'pages', documentIds: ['b'] });
  const after = { after: first.pageInfo.endCursor, deletionsAfter: start };
  const second = await changes('pages', after);
  assert.deepEqual([second.edges[0].documentId, second.edges[0].deleted], ['b', true]);
  assert.deepEqual([second.position, second.documentCount], [end, 1]);
  const none = await changes('pages', { ...after, after: second.pageInfo.endCursor });
  assert.deepEqual([none.edges, none.position, none.documentCount], [[], end, 1]);
  const { errors } = await index.ask(PAGE, { collection: 'pages', deletionsAfter: 'col_0@3' });
  assert.equal(errors?.[0]?.extensions.argument, 'deletionsAfter');
});

test('an embedding that was kept is what its text is indexed by, and one that was given has no key', async () => {
  await index.create({ name: 'from' });
  await index.create({ name: 'to' });
  const headed = '# Kites\n\nThey fly on a line in the wind.';
  const documents = [
    { documentId: 'made', title: 'Flying', content: headed },
    { documentId: 'given', content: 'Its vector was given.', vector: one(7) },
  ];
  await index.add({ collection: 'from', waitFor: 'INDEXED', documents });
  const [given, made] = (await changes('from')).edges.map((edge: { node: object }) => edge.node);
  assert.equal(made.givenPassages, null);
  assert.match(made.passages[0].embeddingKey, /^[0-9a-f]{32}$/);
  assert.deepEqual([given.passages[0].embeddingKey, given.givenPassages[0].vector], [null, one(7)]);

  // A vector that no model would make tells where it came from.
  await parts.database((db) => db.query('delete from embeddings'));
  const { embeddingModel: model } = (
    await index.data('{ collection(name: "to") { embeddingModel { name version } } }')
  ).collection;
  const input = {
    collection: 'to',
    model: model.name,
    version: model.version,
    embeddings: [{ key: made.passages[0].embeddingKey, vector: one(3) }],
  };
  assert.equal((await index.data(KEEP, { input })).keepEmbeddings.added, 1);
  assert.equal((await index.data(KEEP, { input })).keepEmbeddings.added, 0, 'the second time it is there');
  await index.add({ collection: 'to', waitFor: 'INDEXED', documents: documents.slice(0, 1) });
  const [copied] = (await changes('to')).edges;
  assert.deepEqual(copied.node.passages[0].vector, one(3));
  assert.deepEqual(copied.node.passages[0].headings, made.passages[0].headings);

  const refused = async (change: object) =>
    (await index.ask(KEEP, { input: { ...input, ...change } })).errors?.[0]?.extensions;
  assert.equal((await refused({ version: 'another' }))?.code, 'MODEL_MISMATCH');
  assert.equal(
    (await refused({ embeddings: [{ key: 'short', vector: one(0) }] }))?.argument,
    'input.embeddings[0].key',
  );
});
