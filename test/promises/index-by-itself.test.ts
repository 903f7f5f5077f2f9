import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDueVerifications } from '../../subgraphs/index/maintenance/due.ts';
import { indexClient } from '../support/indexing.ts';
import { bootSearch, type SearchStack } from '../support/search.ts';
import { until } from '../support/until.ts';

let stack: SearchStack;
let index: ReturnType<typeof indexClient>;
before(async () => {
  stack = await bootSearch({ exactUpTo: 2_000 });
  index = indexClient(stack.indexUrl);
});
after(() => stack?.[Symbol.asyncDispose]());

const vector = (n: number) =>
  Buffer.from(
    Float32Array.from({ length: 384 }, (_, i) => Math.sin(1 + n + i * (1 + (n % 7)))).buffer,
  ).toString('base64');
const texts = (count: number, text: string, from = 0) =>
  Array.from({ length: count }, (_, n) => ({
    documentId: `d${from + n}`,
    content: `${text} ${from + n}`,
    vector: vector(from + n),
    metadata: { year: from + n },
  }));
const fields = [{ name: 'year', type: 'INT' }];
async function add(collection: string, documents: object[]): Promise<void> {
  const { error } = await index.add({ collection, documents, waitFor: 'INDEXED' });
  assert.equal(error, undefined);
}
/** The first job of a kind that has ended, once there is one. */
async function ended(collection: string, kind: string) {
  const query =
    'query ($collection: ID!) { indexJobs(collection: $collection) { edges { node { kind status priority finishedAt drifted } } } }';
  const jobs = async () =>
    (await index.data(query, { collection })).indexJobs.edges.map(({ node }: { node: object }) => node);
  const its = (job: { kind: string; finishedAt: string | null }) => job.kind === kind && job.finishedAt;
  return (await until(`a job ${kind} of ${collection} to end`, jobs, (found) => found.some(its))).find(its);
}

test('after a compaction keywords count as in an index that never held what was deleted', async () => {
  const scores = async (collection: string) =>
    (
      await stack.search({ collections: [collection], text: 'common rare', mode: 'KEYWORD' }, { first: 50 })
    ).edges.map(({ score, node }) => [node?.documentId, score.toFixed(5)]);
  const kept = [...texts(20, 'common word'), ...texts(5, 'rare word', 20)];
  await index.create({ name: 'fresh', fields });
  await add('fresh', kept);
  await index.create({ name: 'worn', fields });
  await add('worn', [...kept, ...texts(500, 'common and rare', 100)]);
  const filter = { field: 'year', gte: 100 };
  await index.remove({ collection: 'worn', filter, waitFor: 'INDEXED' });
  const { optimizeCollection } = await index.data(
    'mutation { optimizeCollection(input: { collection: "worn" }) { job { id } } }',
  );
  assert.equal((await index.progress(optimizeCollection.job.id)).at(-1)?.job.status, 'COMPLETED');
  const [fresh, worn] = [await scores('fresh'), await scores('worn')];
  assert.equal(fresh.length, 25);
  assert.deepEqual(worn.sort(), fresh.sort());
});

test('an index from which much was removed is compacted by itself, behind all that is asked for', async () => {
  await index.create({ name: 'emptied', fields });
  for (const from of [0, 700]) await add('emptied', texts(700, 'text', from));
  await index.remove({ collection: 'emptied', filter: { field: 'year', gte: 200 }, waitFor: 'INDEXED' });
  const { status, priority } = await ended('emptied', 'OPTIMIZE');
  assert.deepEqual([status, priority], ['COMPLETED', -100]);
  assert.equal((await index.collection('emptied')).collection.vectorCount, 200);
});

test('an index that outgrows exact search gets a graph by itself, and finds what it found', async () => {
  await index.create({ name: 'grown', fields });
  const built = async () => {
    const { collection } = await index.data('{ collection(name: "grown") { index { kind builtAs } } }');
    return collection.index;
  };
  for (const from of [0, 800]) await add('grown', texts(800, 'text', from));
  assert.deepEqual(await built(), { kind: 'AUTO', builtAs: 'FLAT' });
  await add('grown', texts(900, 'text', 1_600));
  const { status, priority } = await ended('grown', 'REBUILD');
  assert.deepEqual([status, priority], ['COMPLETED', -100]);
  assert.deepEqual(await built(), { kind: 'AUTO', builtAs: 'HNSW' });
  const { totalCount } = await stack.search({ collections: ['grown'], text: 'text', candidates: 1_000 });
  assert.ok(totalCount >= 1_000);
});

test('an index that was not compared with its documents for long is compared by itself', async () => {
  await index.create({ name: 'forgotten', fields });
  await add('forgotten', texts(10, 'text'));
  await stack.parts.database(async (db) => {
    await startDueVerifications(db, 24);
    const jobs = await db.query(`select from jobs where kind = 'VERIFY' and finished_at is null`);
    assert.equal(jobs.length, 0, 'not yet');
    await db.query(
      `update collections set created_at = now() - interval '25 hours' where name = 'forgotten'`,
    );
    await startDueVerifications(db, 24);
  });
  const { status, drifted } = await ended('forgotten', 'VERIFY');
  assert.deepEqual([status, drifted], ['COMPLETED', 0]);
});
