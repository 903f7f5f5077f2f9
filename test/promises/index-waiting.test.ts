import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startIndexing } from '../support/indexing.ts';
import { bootParts, type Parts } from '../support/parts.ts';
import { until } from '../support/until.ts';

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

const watch = 'subscription ($id: ID!) { indexJobProgress(id: $id, after: 0) { job { status waitingFor } } }';

for (const part of ['milvus', 'embedding'] as const) {
  test(`indexing waits while ${part} is away, says so, and goes on by itself`, async () => {
    await index.create({ name: part });
    await parts[part].stop();
    const documents = [{ documentId: 'a', content: `patience with ${part}` }];
    const { job } = await index.add({ collection: part, documents });
    assert.ok(job.id, 'accepted all the same');
    const seen: { status: string; waitingFor: string | null }[] = [];
    for await (const { data } of index.events(watch, { id: job.id })) {
      seen.push(data.indexJobProgress.job);
      if (data.indexJobProgress.job.status === 'WAITING') await parts[part].start();
    }
    const waiting = seen.find(({ status }) => status === 'WAITING');
    assert.match(waiting?.waitingFor ?? '', new RegExp(`${part} is not available`, 'i'));
    assert.deepEqual(seen.at(-1), { status: 'COMPLETED', waitingFor: null });
    assert.equal((await index.collection(part)).collection.vectorCount, 1);
  });
}

test('without PostgreSQL changes are refused with its name, and what was accepted before is indexed when it is back', async () => {
  await index.create({ name: 'refusing' });
  const add = (documentId: string) =>
    index.add({ collection: 'refusing', documents: [{ documentId, content: `text of ${documentId}` }] });
  await parts.embedding.stop();
  const before = await add('before');
  await parts.postgres.stop();
  await parts.embedding.start();
  for (const { error } of [
    await add('never'),
    await index.update({ collection: 'refusing', documents: [{ documentId: 'before', content: 'x' }] }),
    await index.remove({ collection: 'refusing', documentIds: ['before'] }),
  ]) {
    assert.deepEqual([error?.extensions.code, error?.extensions.part], ['PART_UNAVAILABLE', 'PostgreSQL']);
    assert.match(error?.message ?? '', /PostgreSQL is not available.*It is tried again by itself/);
  }
  await parts.postgres.start();
  const after = await until(
    'changes to be accepted',
    () => add('after'),
    ({ error }) => !error,
  );
  for (const { job } of [before, after]) {
    assert.equal((await index.progress(job.id)).at(-1)?.job.status, 'COMPLETED');
  }
  const { documents, collection } = await index.collection('refusing');
  assert.deepEqual(
    documents.edges.map(({ node }: { node: { documentId: string } }) => node.documentId),
    ['after', 'before'],
  );
  assert.equal(collection.vectorCount, 2);
});

test('a collection can be made while Milvus is away, and is there when Milvus is back', async () => {
  await parts.milvus.stop();
  await index.create({ name: 'early' });
  const { job } = await index.add({
    collection: 'early',
    documents: [{ documentId: 'a', content: 'early' }],
  });
  const { collection } = await index.data('{ collection(name: "early") { documentCount vectorCount } }');
  assert.deepEqual(collection, { documentCount: 1, vectorCount: null });
  await parts.milvus.start();
  assert.equal((await index.progress(job.id)).at(-1)?.job.status, 'COMPLETED');
});

test('a collection that is deleted while Milvus is away ends its jobs, and its vectors go when Milvus is back', async () => {
  await index.create({ name: 'leaving' });
  await index.add({
    collection: 'leaving',
    documents: [{ documentId: 'a', content: 'x' }],
    waitFor: 'INDEXED',
  });
  await parts.milvus.stop();
  const { job } = await index.add({ collection: 'leaving', documents: [{ documentId: 'b', content: 'y' }] });
  let last: { status: string; superseded: number } | undefined;
  for await (const { data } of index.events(
    'subscription ($id: ID!) { indexJobProgress(id: $id, after: 0) { job { status superseded } } }',
    { id: job.id },
  )) {
    if (!last) await index.data('mutation { deleteCollection(input: { collection: "leaving" }) { id } }');
    last = data.indexJobProgress.job;
  }
  assert.deepEqual([last?.status, last?.superseded], ['COMPLETED', 1]);
  await parts.milvus.start();
  await index.create({ name: 'leaving' });
  await index.add({
    collection: 'leaving',
    documents: [{ documentId: 'c', content: 'z' }],
    waitFor: 'INDEXED',
  });
  assert.equal((await index.collection('leaving')).collection.vectorCount, 1);
});
