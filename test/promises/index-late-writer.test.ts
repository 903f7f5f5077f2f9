import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { vectorStore } from '../../lib/milvus/vector-store.ts';
import { indexClient, startIndexing } from '../support/indexing.ts';
import { linkTo } from '../support/link.ts';
import { bootParts, type Parts, startVictim } from '../support/parts.ts';
import { passage } from '../support/passages.ts';
import { until } from '../support/until.ts';

let parts: Parts;
before(async () => {
  parts = await bootParts();
  // Makes the tables: a service that is frozen in the midst of that would hold up the others.
  await using _first = await startIndexing(parts);
});
after(() => parts?.[Symbol.asyncDispose]());

const documents = (ids: string[], content: string) =>
  ids.map((documentId) => ({ documentId, content: `${content} ${documentId}` }));

const IDS = Array.from({ length: 50 }, (_, n) => `d${n}`);

async function viewOf(collection: string): Promise<{ id: string; name: string }> {
  const [view] = await parts.database((db) =>
    db.query<{ id: string; name: string }>(
      'select v.id, milvus_name as name from views v join collections c on c.serving_view = v.id where c.name = $1',
      [collection],
    ),
  );
  assert.ok(view);
  return view;
}

/** Every passage that the index holds, whoever asks. */
async function keysIn(collection: string): Promise<string[]> {
  await using store = vectorStore({ address: parts.env.MILVUS_ADDRESS as string });
  const { keys } = await store.keysBetween((await viewOf(collection)).name, { after: '', upTo: undefined });
  return keys.map(({ key }) => key).sort();
}

async function wake(collection: string): Promise<void> {
  const { id } = await viewOf(collection);
  await parts.database((db) => db.query(`select pg_notify('kitegraph_work', $1)`, [id]));
}

type Index = Pick<ReturnType<typeof indexClient>, 'data' | 'collection'>;

/** Waits until so many comparisons of the index with its documents are done. */
async function verified({ data }: Index, collection: string, times = 1): Promise<void> {
  const query =
    'query ($collection: ID!) { indexJobs(collection: $collection) { edges { node { kind status } } } }';
  await until(
    `comparison ${times} of ${collection}`,
    async (): Promise<{ kind: string; status: string }[]> =>
      (await data(query, { collection })).indexJobs.edges.map(({ node }: { node: object }) => node),
    (jobs) => jobs.filter(({ kind, status }) => kind === 'VERIFY' && status === 'COMPLETED').length >= times,
  );
}

/** Waits until nothing of a collection waits. Workers look by themselves every few seconds; told of work, at once. */
async function workedOff(index: Index, collection: string): Promise<void> {
  await until(
    `the work of ${collection} to be done`,
    async () => {
      await wake(collection);
      return (await index.collection(collection)).collection.pendingCount;
    },
    (pending) => pending === 0,
  );
}

for (const [when, hasLease] of [
  ['while its lease still runs', true],
  ['when its lease has run out', false],
] as const) {
  test(`a worker that wakes late, ${when}, and finishes what it had begun changes nothing that came after it`, async () => {
    const collection = hasLease ? 'soon' : 'late';
    await using link = await linkTo(parts.env.MILVUS_ADDRESS as string);
    await using stalled = await startVictim('subgraphs/index/main.ts', {
      ...parts.env,
      MILVUS_ADDRESS: link.address,
    });
    const first = indexClient(stalled.url);
    await first.create({ name: collection });
    await first.add({
      collection,
      waitFor: 'INDEXED',
      documents: documents(['changed', 'gone', 'back', 'kept'], 'first'),
    });
    const writing = link.holdFrom('second');
    await first.add({ collection, documents: documents(['changed', 'gone', 'back', 'kept'], 'second') });
    await writing;
    stalled.freeze();
    try {
      await using second = await startIndexing(parts, { stalledAfterSeconds: 1 });
      if (!hasLease) {
        await parts.database((db) =>
          db.query(`update view_work set lease_until = now() - interval '1 second'`),
        );
      }
      await second.add({ collection, documents: documents(['changed'], 'third') });
      await second.remove({ collection, documentIds: ['gone', 'back'] });
      const { job } = await second.add({ collection, documents: documents(['back'], 'third') });
      await workedOff(second, collection);
      assert.equal((await second.progress(job.id)).at(-1)?.job.status, 'COMPLETED');
      // The comparison that follows a takeover is over: nothing but the worker's own report brings the index in order.
      await verified(second, collection);
      const right = ['back:4:0', 'changed:3:0', 'kept:2:0'];
      assert.deepEqual(await keysIn(collection), right);

      link.release();
      stalled.thaw();
      // It ends when what it had in hand is done.
      await stalled[Symbol.asyncDispose]();
      await until(
        'what it wrote late to be swept',
        () => keysIn(collection),
        (keys) => isDeepStrictEqual(keys, right),
      );
      const shown = await parts.database((db) =>
        db.query(
          `select document_id as id, revision, indexed_revision as indexed from documents d
           join collections c on c.id = d.collection_id where c.name = $1 order by document_id`,
          [collection],
        ),
      );
      assert.deepEqual(shown, [
        { id: 'back', revision: 4, indexed: 4 },
        { id: 'changed', revision: 3, indexed: 3 },
        { id: 'gone', revision: 3, indexed: 3 },
        { id: 'kept', revision: 2, indexed: 2 },
      ]);
    } finally {
      link.release();
      stalled.thaw();
    }
  });
}

test('a worker that learns in the midst of a long write that it was replaced has the index compared', async () => {
  await using link = await linkTo(parts.env.MILVUS_ADDRESS as string);
  await using stalled = await startVictim('subgraphs/index/main.ts', {
    ...parts.env,
    MILVUS_ADDRESS: link.address,
  });
  const first = indexClient(stalled.url);
  await first.create({ name: 'long' });
  // More passages than go into Milvus at once.
  const content = 'x'.repeat(600);
  const vector = Buffer.from(new Float32Array(384).fill(1).buffer).toString('base64');
  const passages = Array.from(content, (_, n) => ({ start: n, end: n + 1, vector }));
  const long = (title: string) => [{ documentId: 'long', title, content, passages }];
  await first.add({ collection: 'long', waitFor: 'INDEXED', documents: long('first') });
  const writing = link.holdFrom('second');
  await first.add({ collection: 'long', documents: long('second') });
  await writing;
  stalled.freeze();
  try {
    await using second = await startIndexing(parts, { stalledAfterSeconds: 1 });
    await parts.database((db) => db.query(`update view_work set lease_until = now() - interval '1 second'`));
    await second.remove({ collection: 'long', documentIds: ['long'] });
    await workedOff(second, 'long');
    await verified(second, 'long');
    assert.deepEqual(await keysIn('long'), []);
    link.release();
    stalled.thaw();
    await stalled[Symbol.asyncDispose]();
    await verified(second, 'long', 2);
    assert.deepEqual(await keysIn('long'), []);
  } finally {
    link.release();
    stalled.thaw();
  }
});

test('what a worker writes after its work was taken over is swept once its lease has run out', async () => {
  const victim = await startVictim('subgraphs/index/main.ts', parts.env);
  const first = indexClient(victim.url);
  await first.create({ name: 'killed' });
  await first.add({ collection: 'killed', documents: documents(IDS, 'old'), waitFor: 'INDEXED' });
  const { job } = await first.add({ collection: 'killed', documents: documents(IDS, 'new') });
  for await (const { data } of first.events(
    'subscription ($id: ID!) { indexJobProgress(id: $id, after: 0) { job { status } } }',
    { id: job.id },
  )) {
    if (data.indexJobProgress.job.status === 'RUNNING') break;
  }
  await victim.kill();

  await using second = await startIndexing(parts);
  await second.progress(job.id);
  // After a crash the index is compared by itself, which would take out what is written below as well.
  await verified(second, 'killed');
  const vectors = async () => (await second.collection('killed')).collection.vectorCount;
  assert.equal(await vectors(), 50);

  await using store = vectorStore({ address: parts.env.MILVUS_ADDRESS as string });
  const { id, name } = await viewOf('killed');
  await store.write(name, [
    passage({ document: 'd0', revision: 1, vector: new Float32Array(384).fill(0.05) }),
  ]);
  assert.equal(await vectors(), 51);

  const due = await parts.database((db) =>
    db.query('update view_sweeps set due_at = now() where view_id = $1 returning 1', [id]),
  );
  assert.ok(due.length > 0, 'the leases of the killed worker are remembered');
  await wake('killed');
  await until('what was written late to be swept', vectors, (count) => count === 50);
});
