import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runtimeDir } from '../support/embedding.ts';
import { indexClient } from '../support/indexing.ts';
import { milvus235, whyNoMilvus235 } from '../support/milvus-235.ts';
import { bootSearch, idsOf, type SearchStack } from '../support/search.ts';

const skip = whyNoMilvus235(runtimeDir) ?? false;

let stack: SearchStack;
const cleanup = new AsyncDisposableStack();
before(async () => {
  if (skip) return;
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-milvus-'));
  cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
  const milvus = cleanup.use(await milvus235({ runtimeDir, dataDir }));
  await milvus.start();
  stack = cleanup.use(await bootSearch({ milvusAddress: milvus.address, milvusToken: milvus.token }));
});
after(() => cleanup.disposeAsync());

test('on a Milvus without keyword search HYBRID goes by meaning and says so, KEYWORD names the version it needs', {
  skip,
}, async () => {
  await stack.create('articles');
  await stack.add('articles', [
    { documentId: 'kite', content: 'A kite rises against the wind.', metadata: { year: 2024 } },
    { documentId: 'anchor', content: 'An anchor keeps a ship in its place.', metadata: { year: 2020 } },
  ]);
  const hybrid = await stack.search({ text: 'flying toys' });
  assert.equal(idsOf(hybrid)[0], 'kite');
  assert.match(
    hybrid.explain.notes.join(),
    /meaning alone: keywords need Milvus 2.5; this server is v?2\.3\.5/,
  );
  const semantic = await stack.search({
    text: 'boats',
    mode: 'SEMANTIC',
    filter: { field: 'year', lt: 2024 },
  });
  assert.deepEqual(idsOf(semantic), ['anchor']);
  const keyword = await stack.refused({ text: 'kite', mode: 'KEYWORD' });
  assert.equal(keyword.code, 'NOT_SUPPORTED');
  assert.match(keyword.message, /Milvus 2\.5/);
});

test('on a real Milvus a released partition is out of searches at once, its documents can be changed, and it comes back as it is then', {
  skip,
}, async () => {
  const index = indexClient(stack.indexUrl);
  await index.create({ name: 'divided', partitionBy: { by: 'NAME' } });
  const partition = (mutation: string, name: string) =>
    index.data(
      `mutation { ${mutation}(input: { collection: "divided", name: "${name}" }) { partition { loaded } } }`,
    );
  for (const name of ['old', 'new']) await partition('createPartition', name);
  const document = (documentId: string, name: string) => ({
    documentId,
    content: `A report called ${documentId}.`,
    partition: name,
  });
  const add = (...documents: object[]) => index.add({ collection: 'divided', documents, waitFor: 'INDEXED' });
  const found = async () =>
    idsOf(await stack.search({ collections: ['divided'], text: 'report', mode: 'SEMANTIC' })).sort();
  await add(...['a', 'b', 'c', 'd'].map((id) => document(id, 'old')), document('e', 'new'));
  await partition('releasePartition', 'old');
  assert.deepEqual(await found(), ['e']);
  for (const { job } of [
    await add(document('a', 'old'), document('f', 'old')),
    await index.remove({ collection: 'divided', documentIds: ['b'], waitFor: 'INDEXED' }),
    await index.update({
      collection: 'divided',
      documents: [{ documentId: 'c', partition: 'new' }],
      waitFor: 'INDEXED',
    }),
  ]) {
    assert.equal(job.status, 'COMPLETED');
  }
  assert.deepEqual(await found(), ['c', 'e']);
  await partition('loadPartition', 'old');
  assert.equal((await index.collection('divided')).collection.vectorCount, 5);
  assert.deepEqual(await found(), ['a', 'c', 'd', 'e', 'f']);
  const { verifyCollection } = await index.data(
    'mutation { verifyCollection(input: { collection: "divided", repair: false }) { job { id } } }',
  );
  await index.progress(verifyCollection.job.id);
  const { indexJob } = await index.data(`{ indexJob(id: "${verifyCollection.job.id}") { status drifted } }`);
  assert.deepEqual(indexJob, { status: 'COMPLETED', drifted: 0 });
});

test('on a Milvus that cannot divide by a column, tenants and fields divide a collection all the same', {
  skip,
}, async () => {
  const index = indexClient(stack.indexUrl);
  await index.create({
    name: 'fields',
    fields: [{ name: 'region', type: 'STRING', required: true }],
    partitionBy: { by: 'FIELD', field: 'region' },
  });
  const add = (documentId: string, region: string) => ({
    documentId,
    content: 'A report.',
    metadata: { region },
  });
  await index.add({
    collection: 'fields',
    waitFor: 'INDEXED',
    documents: [add('a', 'north'), add('b', 'south'), add('c', 'south')],
  });
  const find = async (...partitions: string[]) =>
    idsOf(
      await stack.search({ collections: ['fields'], text: 'report', mode: 'SEMANTIC', partitions }),
    ).sort();
  assert.deepEqual([await find('north'), await find('south')], [['a'], ['b', 'c']]);
});
