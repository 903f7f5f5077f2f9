import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { indexClient, startIndexing } from '../support/indexing.ts';
import { bootParts, type Parts, startVictim } from '../support/parts.ts';
import { until } from '../support/until.ts';

let parts: Parts;
before(async () => {
  parts = await bootParts();
});
after(() => parts?.[Symbol.asyncDispose]());

const victim = async () => {
  const service = await startVictim('subgraphs/index/main.ts', parts.env);
  return { ...service, ...indexClient(service.url) };
};
const numbered = (count: number, text: string) =>
  Array.from({ length: count }, (_, n) => ({ documentId: `d${n}`, content: `${text} number ${n}` }));

test('an acknowledged document survives kill -9 of the index process and is indexed after it', async () => {
  const first = await victim();
  await first.create({ name: 'survivor' });
  const { job } = await first.add({ collection: 'survivor', documents: numbered(1, 'text') });
  await first.kill();
  await using second = await startIndexing(parts);
  assert.equal((await second.progress(job.id)).at(-1)?.job.status, 'COMPLETED');
  const { collection } = await second.collection('survivor');
  assert.deepEqual([collection.documentCount, collection.vectorCount], [1, 1]);
  assert.ok((await second.document('survivor', 'd0')).indexedAt);
});

test('an index process that is killed again and again in the midst of its work loses and doubles nothing', async () => {
  const jobs: string[] = [];
  for (let round = 0; round < 4; round++) {
    const index = await victim();
    if (round === 0) await index.create({ name: 'killed' });
    // Each round replaces what the one before may have left half done.
    jobs.push((await index.add({ collection: 'killed', documents: numbered(250, `round ${round}`) })).job.id);
    const id = jobs[0];
    for await (const { data } of index.events(
      'subscription ($id: ID!) { indexJobProgress(id: $id) { job { processed total status } } }',
      { id },
    )) {
      const { processed, total } = data.indexJobProgress.job;
      if (processed > (round * total) / 4 || processed === total) break;
    }
    await index.kill();
  }
  await using index = await startIndexing(parts);
  for (const id of jobs) {
    const last = (await index.progress(id)).at(-1)?.job;
    assert.equal(last?.status, 'COMPLETED', JSON.stringify(last));
    assert.equal(last?.processed, 250);
  }
  const { collection, documents } = await index.collection('killed');
  assert.deepEqual(
    [collection.documentCount, collection.vectorCount, collection.pendingCount],
    [250, 250, 0],
  );
  for (const { node } of documents.edges) {
    assert.equal(node.revision, 4);
    assert.match(node.content, /^round 3/);
  }
});

test('two index processes share the work, and the death of one is made good by the other', async () => {
  await using left = await victim();
  await using right = await startIndexing(parts);
  await right.create({ name: 'shared' });
  const { job } = await left.add({ collection: 'shared', documents: numbered(200, 'shared') });
  await left.kill();
  assert.equal((await right.progress(job.id)).at(-1)?.job.status, 'COMPLETED');
  assert.equal((await right.collection('shared')).collection.vectorCount, 200);
});

test('a frozen index process is taken over, and does no harm when it wakes', async () => {
  await using frozen = await victim();
  await frozen.create({ name: 'frozen' });
  const { job } = await frozen.add({ collection: 'frozen', documents: numbered(200, 'old') });
  for await (const { data } of frozen.events(
    'subscription ($id: ID!) { indexJobProgress(id: $id) { job { processed } } }',
    { id: job.id },
  )) {
    if (data.indexJobProgress.job.processed > 0) break;
  }
  frozen.freeze();
  try {
    await using other = await startIndexing(parts, { stalledAfterSeconds: 1 });
    const { job: second } = await other.add({ collection: 'frozen', documents: numbered(200, 'new') });
    for (const id of [job.id, second.id]) {
      assert.equal((await other.progress(id)).at(-1)?.job.status, 'COMPLETED');
    }
    frozen.thaw();
    const { job: third } = await frozen.add({ collection: 'frozen', documents: numbered(1, 'newest') });
    assert.equal((await frozen.progress(third.id)).at(-1)?.job.status, 'COMPLETED');
    const { collection } = await other.collection('frozen');
    assert.deepEqual([collection.documentCount, collection.pendingCount], [200, 0]);
    assert.equal((await other.document('frozen', 'd0')).content, 'newest number 0');
  } finally {
    frozen.thaw();
  }
});

test('a collection whose vectors were lost is filled again from its documents, at a new position', async () => {
  let indexedAt = '';
  {
    await using index = await startIndexing(parts);
    await index.create({ name: 'lost' });
    await index.add({ collection: 'lost', documents: numbered(30, 'kept'), waitFor: 'INDEXED' });
    indexedAt = (await index.collection('lost')).collection.position;
  }
  await parts.milvus.stop();
  await rm(join(parts.settings.dataDir, 'milvus'), { recursive: true });
  await parts.milvus.start();
  await using index = await startIndexing(parts);
  await until(
    'the collection to be whole',
    async () => (await index.collection('lost')).collection,
    ({ vectorCount, pendingCount }) => vectorCount === 30 && pendingCount === 0,
  );
  // Searches are cached by it: what was answered while the collection was half full is not answered again.
  assert.notEqual((await index.collection('lost')).collection.position, indexedAt);
});
