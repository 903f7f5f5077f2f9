import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOtherEmbedding } from '../support/embedding-server.ts';
import { startIndexing } from '../support/indexing.ts';
import { bootParts, type Parts } from '../support/parts.ts';

let parts: Parts;
let server: Awaited<ReturnType<typeof startOtherEmbedding>>;
let index: Awaited<ReturnType<typeof startIndexing>>;
/** Texts with this word are refused. */
let forbidden = '';
/** Awaited before a text is refused. */
let beforeRefusal: () => Promise<void> = async () => undefined;
before(async () => {
  parts = await bootParts();
  server = await startOtherEmbedding(async (texts) => {
    if (forbidden === '' || !texts.some((text) => text.includes(forbidden))) return undefined;
    await beforeRefusal();
    return { code: 'content_refused', message: `no ${forbidden}` };
  });
  index = await startIndexing(parts, { embedding: server.embedding });
});
after(async () => {
  await index?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await parts?.[Symbol.asyncDispose]();
});

const JOB = 'id status total processed failed superseded failure errors { documentId }';
/** Texts of the collection's own: what was embedded for another is not embedded again. */
const documentsOf = (collection: string) =>
  ['a', 'b', 'c'].map((documentId) => ({ documentId, content: `${collection}, the text of ${documentId}` }));
const add = (collection: string, documents: object[] = documentsOf(collection)) =>
  index.add({ collection, documents, waitFor: 'INDEXED' });
const jobOf = async (id: string) =>
  (await index.data(`query ($id: ID!) { indexJob(id: $id) { ${JOB} } }`, { id })).indexJob;
const retry = (id: string, more = '') =>
  index.ask(`mutation { retryIndexJob(input: { id: "${id}"${more} }) { job { ${JOB} } } }`);
/** The job once it has ended; a retried one ends again. */
async function ended(id: string) {
  await index.progress(id);
  return jobOf(id);
}
const vectors = async (name: string) => (await index.collection(name)).collection.vectorCount;

/** Starts a rebuild that has to embed every text again. */
async function rebuildAnew(collection: string): Promise<string> {
  await parts.database((db) => db.query('delete from embeddings'));
  const { rebuildCollection } = await index.data(
    `mutation { rebuildCollection(input: { collection: "${collection}" }) { job { id } } }`,
  );
  return rebuildCollection.job.id;
}

test('what failed in a job is tried again when it is asked for, and the job ends whole', async () => {
  await index.create({ name: 'mended' });
  forbidden = 'of b';
  const { job } = await add('mended');
  assert.deepEqual([job.status, job.failed, await vectors('mended')], ['COMPLETED_WITH_ERRORS', 1, 2]);
  const again = await retry(job.id);
  assert.equal(again.errors, undefined);
  assert.deepEqual(await ended(job.id), {
    ...(await jobOf(job.id)),
    status: 'COMPLETED_WITH_ERRORS',
    failed: 1,
    errors: [{ documentId: 'b' }],
  });
  forbidden = '';
  await retry(job.id);
  const { status, total, processed, failed, superseded, errors } = await ended(job.id);
  assert.deepEqual(
    { status, total, processed, failed, superseded, errors },
    { status: 'COMPLETED', total: 3, processed: 3, failed: 0, superseded: 0, errors: [] },
  );
  assert.equal(await vectors('mended'), 3);
  const { errors: refused } = await retry(job.id);
  assert.equal(refused?.[0]?.extensions.code, 'JOB_STATE');
});

test('what failed and was replaced since is not tried again: the newer revision stays', async () => {
  await index.create({ name: 'replaced' });
  forbidden = 'of b';
  const { job } = await add('replaced');
  const newer = [{ documentId: 'b', content: 'another text' }];
  assert.equal((await add('replaced', newer)).job.status, 'COMPLETED');
  assert.equal((await retry(job.id)).errors, undefined);
  const { status, processed, failed, superseded } = await ended(job.id);
  assert.deepEqual([status, processed, failed, superseded], ['COMPLETED', 3, 0, 1]);
  assert.equal((await index.document('replaced', 'b')).content, 'another text');
});

test('a document that fails while a newer revision of it waits fails nobody: the newer one is tried by itself', async () => {
  await index.create({ name: 'overtaken' });
  forbidden = 'of b';
  const last = Promise.withResolvers<void>();
  const overtaken = Promise.withResolvers<void>();
  let refusals = 0;
  beforeRefusal = async () => {
    // Two failures are tried again by themselves; the third would be for good.
    if (++refusals < 3) return;
    last.resolve();
    await overtaken.promise;
  };
  const send = (content: string) =>
    index.add({ collection: 'overtaken', documents: [{ documentId: 'b', content }] });
  const first = await send('overtaken, the text of b');
  await last.promise;
  const second = await send('another text');
  overtaken.resolve();
  for (const { job } of [first, second]) {
    const { status, processed, failed } = await ended(job.id);
    assert.deepEqual([status, processed, failed], ['COMPLETED', 1, 0]);
  }
  assert.equal(await vectors('overtaken'), 1);
  beforeRefusal = async () => undefined;
});

test('a newer revision of a document that failed has all its attempts before it', async () => {
  await index.create({ name: 'renewed' });
  forbidden = 'renewed';
  const twice = Promise.withResolvers<void>();
  let refusals = 0;
  beforeRefusal = async () => {
    refusals++;
    if (refusals === 2) twice.resolve();
    // The newer one is refused twice as well, and comes through at its third attempt.
    if (refusals === 4) forbidden = '';
  };
  const send = (content: string) =>
    index.add({ collection: 'renewed', documents: [{ documentId: 'b', content }] });
  await send('the first text to be renewed');
  await twice.promise;
  const { job } = await send('the second text that is renewed');
  const { status, failed } = await ended(job.id);
  assert.deepEqual([status, failed, refusals], ['COMPLETED', 0, 4]);
  beforeRefusal = async () => undefined;
});

test('a rebuild into which a document does not come fails, the old index serves on, and it can be tried again', async () => {
  forbidden = '';
  await index.create({ name: 'rebuilt' });
  await add('rebuilt');
  forbidden = 'of c';
  const id = await rebuildAnew('rebuilt');
  const failed = await ended(id);
  assert.deepEqual([failed.status, failed.failed, failed.errors], ['FAILED', 1, [{ documentId: 'c' }]]);
  assert.match(failed.failure, /the old one goes on serving.*retryIndexJob.*skipFailed/);
  assert.equal(await vectors('rebuilt'), 3);
  // Writes go on, into both.
  forbidden = '';
  await index.add({
    collection: 'rebuilt',
    documents: [{ documentId: 'd', content: 'the text of d' }],
    waitFor: 'INDEXED',
  });
  assert.equal((await retry(id)).errors, undefined);
  const { status, failed: left } = await ended(id);
  assert.deepEqual([status, left, await vectors('rebuilt')], ['COMPLETED', 0, 4]);
});

test('a rebuild can go on without what failed in it, when that is said', async () => {
  forbidden = '';
  await index.create({ name: 'without' });
  await add('without');
  forbidden = 'of c';
  const id = await rebuildAnew('without');
  assert.equal((await ended(id)).status, 'FAILED');
  assert.equal((await retry(id, ', skipFailed: true')).errors, undefined);
  const { status, failed, errors } = await ended(id);
  assert.deepEqual([status, failed, errors], ['COMPLETED_WITH_ERRORS', 1, [{ documentId: 'c' }]]);
  assert.equal(await vectors('without'), 2);
  forbidden = '';
  await add('without');
  assert.equal(await vectors('without'), 3);
});

test('a rebuild that failed can be given up, and another takes its place', async () => {
  forbidden = '';
  await index.create({ name: 'given_up' });
  await add('given_up');
  forbidden = 'of c';
  const id = await rebuildAnew('given_up');
  assert.equal((await ended(id)).status, 'FAILED');
  const { cancelIndexJob } = await index.data(
    `mutation { cancelIndexJob(input: { id: "${id}" }) { job { status } } }`,
  );
  assert.equal(cancelIndexJob.job.status, 'CANCELLED');
  const { errors } = await retry(id);
  assert.match(errors?.[0]?.message ?? '', /start another with rebuildCollection/);
  forbidden = '';
  assert.equal((await ended(await rebuildAnew('given_up'))).status, 'COMPLETED');
});
