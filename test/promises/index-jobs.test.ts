import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startIndexing, workedOff } from '../support/indexing.ts';
import { bootParts, type Parts, whileNobodyWorks } from '../support/parts.ts';

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

const texts = (count: number, text = 'text', from = 0) =>
  Array.from({ length: count }, (_, n) => ({ documentId: `d${from + n}`, content: `${text} ${from + n}` }));
const fields = 'id status total processed failed superseded takenBack waitingFor finishedAt';
const control = async (name: string, id: string) =>
  (await index.data(`mutation ($id: ID!) { ${name}(input: { id: $id }) { job { ${fields} } } }`, { id }))[
    name
  ].job;
const jobOf = async (id: string) =>
  (await index.data(`query ($id: ID!) { indexJob(id: $id) { ${fields} } }`, { id })).indexJob;

test('what is urgent is in the next batch, and what is not gets through under a steady stream of it', async () => {
  await index.create({ name: 'stream', batching: { maxDocuments: 10 } });
  const accepted = await whileNobodyWorks(parts, 'stream', async () => ({
    low: await index.add({ collection: 'stream', priority: -10, documents: texts(20, 'low') }),
    high: await index.add({ collection: 'stream', priority: 10, documents: texts(200, 'high', 100) }),
    urgent: await index.add({ collection: 'stream', priority: 50, documents: texts(1, 'urgent', 999) }),
  }));
  const seen: { sequence: number; job: { id: string; processed: number } }[] = [];
  for await (const { data } of index.events(
    'subscription { indexActivity(after: 0) { sequence job { id processed status } } }',
  )) {
    seen.push(data.indexActivity);
    if (data.indexActivity.job.id === accepted.high.job.id && data.indexActivity.job.status === 'COMPLETED')
      break;
  }
  const progressOf = (id: string) => seen.filter(({ job }) => job.id === id);
  const first = (id: string, processed: number) =>
    progressOf(id).find(({ job }) => job.processed >= processed)?.sequence ?? Number.POSITIVE_INFINITY;
  const firstBatch = Math.min(...seen.filter(({ job }) => job.processed > 0).map(({ sequence }) => sequence));
  assert.ok(first(accepted.urgent.job.id, 1) <= firstBatch + 2, 'the urgent one is in the first batch');
  const passed = progressOf(accepted.high.job.id).find(({ job }) => job.processed > 0)?.job.processed ?? 0;
  assert.equal(
    passed % 9,
    0,
    `less urgent ones do not fill its batch, so they come in whole batches: ${passed}`,
  );
  assert.ok(
    first(accepted.low.job.id, 10) < first(accepted.high.job.id, 200),
    'the low ones came through while high ones waited',
  );
});

test('a paused job waits while others pass it, says so, and goes on when it is resumed', async () => {
  await index.create({ name: 'paused' });
  const { job } = await whileNobodyWorks(parts, 'paused', async () => {
    const accepted = await index.add({ collection: 'paused', documents: texts(3, 'held') });
    assert.equal((await control('pauseIndexJob', accepted.job.id)).status, 'PAUSED');
    return accepted;
  });
  const other = await index.add({
    collection: 'paused',
    waitFor: 'INDEXED',
    documents: texts(1, 'passes', 50),
  });
  assert.equal(other.job.status, 'COMPLETED');
  assert.deepEqual([(await jobOf(job.id)).status, (await jobOf(job.id)).processed], ['PAUSED', 0]);
  assert.equal((await index.collection('paused')).collection.vectorCount, 1);
  await control('resumeIndexJob', job.id);
  assert.equal((await index.progress(job.id)).at(-1)?.job.status, 'COMPLETED');
  assert.equal((await index.collection('paused')).collection.vectorCount, 4);
});

test('cancelling a job takes back what is not indexed yet: new documents go, replaced and deleted ones are as they were', async () => {
  await index.create({ name: 'untouched' });
  const documents = [
    { documentId: 'kept', title: 'Title', content: 'as it was', metadata: { n: 1 } },
    { documentId: 'doomed', content: 'still here' },
  ];
  const older = documents.map((one) => ({ ...one, content: 'as it had been' }));
  await index.add({ collection: 'untouched', waitFor: 'INDEXED', documents: older });
  await index.add({ collection: 'untouched', waitFor: 'INDEXED', documents });
  const [changing, deleting] = await whileNobodyWorks(parts, 'untouched', async () => {
    const change = await index.add({
      collection: 'untouched',
      documents: [
        { documentId: 'kept', content: 'changed' },
        { documentId: 'new', content: 'new' },
      ],
    });
    const deletion = await index.remove({ collection: 'untouched', documentIds: ['doomed'] });
    return [await control('cancelIndexJob', change.job.id), await control('cancelIndexJob', deletion.job.id)];
  });
  assert.deepEqual([changing.status, changing.takenBack, changing.processed], ['CANCELLED', 2, 2]);
  assert.deepEqual([deleting.status, deleting.takenBack], ['CANCELLED', 1]);
  await workedOff(index, 'untouched');
  const { collection, documents: listed } = await index.collection('untouched');
  assert.deepEqual([collection.documentCount, collection.vectorCount], [2, 2]);
  const found = listed.edges.map(({ node }: { node: { documentId: string } }) => node.documentId);
  assert.deepEqual(found, ['doomed', 'kept']);
  const kept = await index.document('untouched', 'kept');
  assert.deepEqual([kept.title, kept.content, kept.metadata], ['Title', 'as it was', { n: 1 }]);
  assert.equal((await index.document('untouched', 'doomed')).content, 'still here');
  const { errors } = await index.ask(
    `mutation { cancelIndexJob(input: { id: "${changing.id}" }) { job { id } } }`,
  );
  assert.equal(errors?.[0]?.extensions.code, 'JOB_STATE');
});

test('all indexing can be paused: changes are accepted, nothing is worked on, and it goes on', async () => {
  await index.create({ name: 'quiet' });
  const { job: large } = await index.add({ collection: 'quiet', documents: texts(300) });
  const { indexing } = (
    await index.data('mutation { pauseIndexing { indexing { paused working pending } } }')
  ).pauseIndexing;
  assert.deepEqual([indexing.paused, indexing.working], [true, false]);
  assert.ok(indexing.pending > 0, 'it was stopped in the midst');
  const stopped = await jobOf(large.id);
  assert.deepEqual([stopped.status, /paused/.test(stopped.waitingFor)], ['WAITING', true]);
  const { job } = await index.add({ collection: 'quiet', documents: texts(1, 'later', 900) });
  assert.match((await jobOf(job.id)).waitingFor, /resumeIndexing/, 'what is accepted meanwhile says so too');
  assert.equal((await jobOf(large.id)).processed, stopped.processed);
  await index.data('mutation { resumeIndexing { indexing { paused } } }');
  for (const id of [large.id, job.id]) {
    assert.equal((await index.progress(id)).at(-1)?.job.status, 'COMPLETED');
  }
});

test('statistics count what was indexed, removed and batched, of each collection and of all', async () => {
  const statistics = '{ totalIndexed totalDeleted batchesProcessed }';
  const of = async (name: string) =>
    await index.data(
      `query ($name: ID!) { collection(name: $name) { indexStatistics ${statistics} } indexing { statistics ${statistics} } }`,
      { name },
    );
  await index.create({ name: 'counted' });
  const before = (await of('counted')).indexing.statistics;
  await index.add({ collection: 'counted', waitFor: 'INDEXED', documents: texts(5) });
  await index.add({ collection: 'counted', waitFor: 'INDEXED', documents: texts(2, 'again') });
  await index.remove({ collection: 'counted', waitFor: 'INDEXED', documentIds: ['d0', 'd1', 'd2'] });
  const { collection, indexing } = await of('counted');
  assert.deepEqual(collection.indexStatistics, { totalIndexed: 7, totalDeleted: 3, batchesProcessed: 3 });
  assert.equal(indexing.statistics.totalIndexed - before.totalIndexed, 7);
  await index.data('mutation { deleteCollection(input: { collection: "counted" }) { id } }');
  assert.equal(
    (await index.data(`{ indexing { statistics ${statistics} } }`)).indexing.statistics.totalDeleted,
    indexing.statistics.totalDeleted,
  );
});

test('a batch that lingers gathers what comes; without lingering each request is indexed at once', async () => {
  await index.create({ name: 'lingering', batching: { lingerSeconds: 2 } });
  await index.create({ name: 'prompt' });
  for (const collection of ['lingering', 'prompt']) {
    const jobs = [];
    for (let n = 0; n < 5; n++) {
      jobs.push(await index.add({ collection, documents: texts(1, 'one', n) }));
      if (collection === 'prompt') await index.progress(jobs[n]?.job.id);
    }
    for (const { job } of jobs) await index.progress(job.id);
  }
  const batches = async (name: string) =>
    (await index.data(`{ collection(name: "${name}") { indexStatistics { batchesProcessed } } }`)).collection
      .indexStatistics.batchesProcessed;
  assert.equal(await batches('prompt'), 5);
  assert.ok((await batches('lingering')) < 5);
});

test('a batch that lingers is closed at once when it is full', async () => {
  await index.create({ name: 'gathered', batching: { lingerSeconds: 300, maxDocuments: 5 } });
  await index.create({ name: 'meanwhile' });
  const jobs = [];
  for (let n = 0; n < 4; n++) {
    jobs.push((await index.add({ collection: 'gathered', documents: texts(1, 'one', n) })).job.id);
    // Workers have time: what comes later is done.
    await index.add({ collection: 'meanwhile', documents: texts(1, 'other', n), waitFor: 'INDEXED' });
  }
  assert.equal((await index.collection('gathered')).collection.pendingCount, 4);
  jobs.push((await index.add({ collection: 'gathered', documents: texts(1, 'one', 4) })).job.id);
  for (const id of jobs) assert.equal((await index.progress(id)).at(-1)?.job.status, 'COMPLETED');
  const { collection } = await index.data(
    '{ collection(name: "gathered") { indexStatistics { batchesProcessed totalIndexed } } }',
  );
  assert.deepEqual(collection.indexStatistics, { batchesProcessed: 1, totalIndexed: 5 });
});
