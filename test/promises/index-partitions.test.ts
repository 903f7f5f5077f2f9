import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { indexClient } from '../support/indexing.ts';
import { bootSearch, idsOf, type SearchStack } from '../support/search.ts';
import { until } from '../support/until.ts';

let stack: SearchStack;
let index: ReturnType<typeof indexClient>;
before(async () => {
  stack = await bootSearch();
  index = indexClient(stack.indexUrl);
});
after(() => stack?.[Symbol.asyncDispose]());

const partitions = async (collection: string) =>
  (await index.data(`{ collection(name: "${collection}") { partitions { name loaded documentCount } } }`))
    .collection.partitions;
const change = (mutation: string, collection: string, name: string) =>
  index.ask(
    `mutation ($input: PartitionInput!) { ${mutation}(input: $input) { ${mutation === 'dropPartition' ? 'name job { id status total }' : 'partition { name loaded }'} } }`,
    { input: { collection, name } },
  );
const add = (collection: string, documents: object[], more: object = {}) =>
  index.add({ collection, documents, waitFor: 'INDEXED', ...more });
const find = async (collection: string, more: object = {}) =>
  idsOf(await stack.search({ collections: [collection], text: 'report', ...more })).sort();
const report = (documentId: string, more: object = {}) => ({
  documentId,
  content: `A report called ${documentId}.`,
  ...more,
});

test('documents go into the partition that they name, and a search looks into those that it names', async () => {
  await index.create({ name: 'named', partitionBy: { by: 'NAME' } });
  const missing = await add('named', [report('a', { partition: 'y2024' })]);
  assert.deepEqual(
    [missing.error?.extensions.code, missing.error?.extensions.argument],
    ['PARTITION_NOT_FOUND', 'input.documents[0].partition'],
  );
  for (const name of ['y2024', 'y2025'])
    assert.equal((await change('createPartition', 'named', name)).errors, undefined);
  assert.equal(
    (await change('createPartition', 'named', 'y2024')).errors?.[0]?.extensions.code,
    'PARTITION_EXISTS',
  );
  assert.equal(
    (await change('createPartition', 'named', '1; drop')).errors?.[0]?.extensions.argument,
    'input.name',
  );
  await add('named', [report('a'), report('b'), report('c', { partition: 'y2025' })], { partition: 'y2024' });
  assert.deepEqual(await partitions('named'), [
    { name: 'y2024', loaded: true, documentCount: 2 },
    { name: 'y2025', loaded: true, documentCount: 1 },
  ]);
  assert.equal(
    (await add('named', [report('d')])).error?.extensions.argument,
    'input.documents[0].partition',
  );
  for (const mode of ['HYBRID', 'KEYWORD', 'SEMANTIC']) {
    assert.deepEqual(await find('named', { mode }), ['a', 'b', 'c']);
    assert.deepEqual(await find('named', { mode, partitions: ['y2025'] }), ['c']);
    assert.deepEqual(await find('named', { mode, partitions: ['y2024', 'y2025'] }), ['a', 'b', 'c']);
  }
  const { code } = await stack.refused({ collections: ['named'], text: 'x', partitions: ['y1999'] });
  assert.equal(code, 'PARTITION_NOT_FOUND');
  assert.equal(
    (await index.data('{ document(collection: "named", documentId: "c") { partition } }')).document.partition,
    'y2025',
  );
});

test('a partition that is made while documents are indexed takes documents at once', async () => {
  await index.create({ name: 'growing', partitionBy: { by: 'NAME' } });
  await change('createPartition', 'growing', 'early');
  const many = Array.from({ length: 400 }, (_, n) => report(`early ${n}`, { partition: 'early' }));
  await add('growing', many.slice(0, 1));
  const { job } = await index.add({ collection: 'growing', documents: many.slice(1) });
  for (const name of ['late', 'later', 'latest']) {
    await change('createPartition', 'growing', name);
    const added = await add('growing', [report(name, { partition: name })], { priority: 1 });
    assert.equal(added.job.status, 'COMPLETED');
    assert.deepEqual(await find('growing', { partitions: [name] }), [name]);
  }
  await index.progress(job.id);
  assert.equal((await index.collection('growing')).collection.vectorCount, 403);
});

test('a document that moves to another partition is found there and nowhere else', async () => {
  await index.update({
    collection: 'named',
    waitFor: 'INDEXED',
    documents: [{ documentId: 'b', partition: 'y2025' }],
  });
  assert.deepEqual(await find('named', { partitions: ['y2024'] }), ['a']);
  assert.deepEqual(await find('named', { partitions: ['y2025'] }), ['b', 'c']);
  assert.deepEqual(await find('named'), ['a', 'b', 'c']);
});

test('a released partition is out of searches at once, its documents stay, and it comes back', async () => {
  const { data } = await change('releasePartition', 'named', 'y2024');
  assert.deepEqual(data.releasePartition.partition, { name: 'y2024', loaded: false });
  assert.deepEqual(await find('named'), ['b', 'c']);
  const { code } = await stack.refused({ collections: ['named'], text: 'x', partitions: ['y2024'] });
  assert.equal(code, 'PARTITION_RELEASED');
  await add('named', [report('e', { partition: 'y2024' })]);
  assert.deepEqual(await find('named'), ['b', 'c']);
  assert.ok(await index.document('named', 'a'));
  await change('loadPartition', 'named', 'y2024');
  assert.deepEqual(await find('named'), ['a', 'b', 'c', 'e']);
});

test('a dropped partition goes with its documents, and its name is free again', async () => {
  const { data } = await change('dropPartition', 'named', 'y2025');
  assert.equal(
    (await index.progress(data.dropPartition.job.id)).at(-1)?.job.status ?? 'COMPLETED',
    'COMPLETED',
  );
  assert.deepEqual(await find('named'), ['a', 'e']);
  assert.equal(await index.document('named', 'c'), null);
  assert.deepEqual(
    (await partitions('named')).map(({ name }: { name: string }) => name),
    ['y2024'],
  );
  await change('createPartition', 'named', 'y2025');
  await add('named', [report('c', { partition: 'y2025' })]);
  assert.deepEqual(await find('named', { partitions: ['y2025'] }), ['c']);
});

test('partitions by name outlive a rebuild', async () => {
  const { rebuildCollection } = await index.data(
    'mutation { rebuildCollection(input: { collection: "named" }) { job { id } } }',
  );
  assert.equal((await index.progress(rebuildCollection.job.id)).at(-1)?.job.status, 'COMPLETED');
  assert.deepEqual(await find('named', { partitions: ['y2024'] }), ['a', 'e']);
  assert.deepEqual(await find('named', { partitions: ['y2025'] }), ['c']);
});

test('documents lie together by the value of a field, and move when it changes', async () => {
  const fields = [{ name: 'region', type: 'STRING', required: true }];
  const wrong = await index.ask(
    'mutation { createCollection(input: { name: "byfield", partitionBy: { by: FIELD, field: "region" } }) { collection { id } } }',
  );
  assert.equal(wrong.errors?.[0]?.extensions.argument, 'input.partitionBy.field');
  await index.create({ name: 'byfield', fields, partitionBy: { by: 'FIELD', field: 'region' } });
  await add('byfield', [
    report('a', { metadata: { region: 'north' } }),
    report('b', { metadata: { region: 'it\'s "south"' } }),
  ]);
  assert.deepEqual(await find('byfield', { partitions: ['north'] }), ['a']);
  assert.deepEqual(await find('byfield', { partitions: ['it\'s "south"'] }), ['b']);
  await index.update({
    collection: 'byfield',
    waitFor: 'INDEXED',
    documents: [{ documentId: 'a', metadata: { region: 'it\'s "south"' } }],
  });
  assert.deepEqual(await find('byfield', { partitions: ['north'] }), []);
  assert.deepEqual(await find('byfield', { partitions: ['it\'s "south"'] }), ['a', 'b']);
  const { code } = await stack.refused({ collections: ['byfield'], text: 'x', partitions: [] });
  assert.equal(code, 'BAD_USER_INPUT');
  await until(
    'the old place to be swept',
    async () => (await index.collection('byfield')).collection.vectorCount,
    (vectors) => vectors === 2,
  );
});
