import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { passageKey } from '../../lib/milvus/passage.ts';
import { vectorStore } from '../../lib/milvus/vector-store.ts';
import { indexClient, startIndexing, workedOff } from '../support/indexing.ts';
import { bootParts, type Parts, startVictim } from '../support/parts.ts';
import { passage } from '../support/passages.ts';
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

const texts = (count: number, text = 'text') =>
  Array.from({ length: count }, (_, n) => ({
    documentId: `d${String(n).padStart(4, '0')}`,
    content: `${text} ${n}`,
  }));
const JOB = 'id kind status total processed drifted';
const start = async (mutation: string, input: object) =>
  (
    await index.data(
      `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { job { ${JOB} } } }`,
      { input },
    )
  )[mutation].job;
const ended = async (id: string) => {
  await index.progress(id);
  return (await index.data(`query ($id: ID!) { indexJob(id: $id) { ${JOB} } }`, { id })).indexJob;
};

interface Changes {
  documentChanges: {
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    edges: { documentId: string; deleted: boolean; node: { content: string } | null }[];
  };
}

/** Does to the vectors of a collection what nobody should. */
async function tamper(
  collection: string,
  how: (store: ReturnType<typeof vectorStore>, view: string) => Promise<void>,
) {
  await using store = vectorStore({ address: parts.env.MILVUS_ADDRESS as string });
  const [view] = await parts.database((db) =>
    db.query<{ name: string }>(
      'select milvus_name as name from views v join collections c on c.serving_view = v.id where c.name = $1',
      [collection],
    ),
  );
  await how(store, view?.name as string);
}

test('a verification finds and mends what is missing, left over, too old, too new or of nobody', async () => {
  await index.create({ name: 'drifting' });
  await index.add({ collection: 'drifting', waitFor: 'INDEXED', documents: texts(600) });
  await index.add({ collection: 'drifting', waitFor: 'INDEXED', documents: texts(20, 'second') });
  const clean = await ended((await start('verifyCollection', { collection: 'drifting' })).id);
  assert.deepEqual([clean.status, clean.total, clean.processed, clean.drifted], ['COMPLETED', 600, 600, 0]);
  const vector = new Float32Array(384).fill(0.05);
  await tamper('drifting', async (store, view) => {
    await store.remove(view, [{ document: 'd0100', upTo: 9 }]);
    await store.write(view, [
      passage({ document: 'd0003', revision: 1, vector }),
      passage({ document: 'd0200', revision: 7, vector }),
      passage({ document: 'nobody', vector }),
      passage({ document: 'zzz', vector }),
    ]);
  });
  const counted = await ended(
    (await start('verifyCollection', { collection: 'drifting', repair: false })).id,
  );
  assert.equal(counted.drifted, 5);
  assert.equal((await index.collection('drifting')).collection.vectorCount, 603);
  const mended = await ended((await start('verifyCollection', { collection: 'drifting' })).id);
  assert.equal(mended.drifted, 5);
  await workedOff(index, 'drifting');
  assert.equal((await index.collection('drifting')).collection.vectorCount, 600);
  await tamper('drifting', async (store, view) => {
    const keys = ['d0100:1:0', 'd0003:2:0', 'd0200:1:0'];
    assert.deepEqual((await store.rowsOf(view, keys)).map(({ key }) => key).sort(), keys.sort());
    assert.deepEqual(await store.rowsOf(view, [passageKey('d0200', 7, 0)]), []);
  });
  assert.equal((await ended((await start('verifyCollection', { collection: 'drifting' })).id)).drifted, 0);
  const metrics = await (await fetch(`${index.url}/metrics`)).text();
  assert.match(metrics, /index_drift_documents\{.*collection="drifting".*\} 0/);
  assert.equal((await index.data('{ collection(name: "drifting") { drift } }')).collection.drift, 0);
});

test('after a crash the index is compared with the documents by itself', async () => {
  {
    await using victim = await startVictim('subgraphs/index/main.ts', parts.env);
    const client = indexClient(victim.url);
    await client.create({ name: 'crashed' });
    await index[Symbol.asyncDispose]();
    const { job } = await client.add({ collection: 'crashed', documents: texts(150) });
    for await (const { data } of client.events(
      'subscription ($id: ID!) { indexJobProgress(id: $id) { job { processed } } }',
      { id: job.id },
    )) {
      if (data.indexJobProgress.job.processed > 0) break;
    }
    await victim.kill();
  }
  index = await startIndexing(parts);
  const verified = async () =>
    (
      await index.data('{ indexJobs(collection: "crashed") { edges { node { kind status drifted } } } }')
    ).indexJobs.edges
      .map(({ node }: { node: { kind: string } }) => node)
      .find(({ kind }: { kind: string }) => kind === 'VERIFY');
  await until('it to be compared', verified, (job) => job?.status === 'COMPLETED');
  assert.equal((await index.collection('crashed')).collection.vectorCount, 150);
});

test('an optimisation compacts the index while it is searched, and everything stays', async () => {
  await index.create({ name: 'compacted' });
  for (const round of ['one', 'two', 'three']) {
    await index.add({ collection: 'compacted', waitFor: 'INDEXED', documents: texts(300, round) });
  }
  await index.remove({
    collection: 'compacted',
    waitFor: 'INDEXED',
    documentIds: texts(100).map(({ documentId }) => documentId),
  });
  const job = await ended((await start('optimizeCollection', { collection: 'compacted' })).id);
  assert.deepEqual([job.kind, job.status, job.processed, job.total], ['OPTIMIZE', 'COMPLETED', 2, 2]);
  assert.equal((await index.collection('compacted')).collection.vectorCount, 200);
  const { drifted } = await ended((await start('verifyCollection', { collection: 'compacted' })).id);
  assert.equal(drifted, 0);
});

test('the changes of a collection, read to their end, are the collection, whatever was written meanwhile', async () => {
  await index.create({ name: 'feed' });
  await index.add({ collection: 'feed', documents: texts(50) });
  await index.remove({ collection: 'feed', documentIds: ['d0001'] });
  const copy = new Map<string, string | null>();
  let after: string | null = null;
  for (let page = 0; ; page++) {
    const { documentChanges }: Changes = await index.data(
      'query ($after: String) { documentChanges(collection: "feed", first: 10, after: $after) { pageInfo { hasNextPage endCursor } edges { documentId deleted node { content revision } } } }',
      { after },
    );
    for (const { documentId, deleted, node } of documentChanges.edges) {
      assert.equal(node === null, deleted);
      copy.set(documentId, node?.content ?? null);
    }
    after = documentChanges.pageInfo.endCursor ?? after;
    if (page === 1) {
      await index.add({
        collection: 'feed',
        documents: [
          { documentId: 'd0000', content: 'changed' },
          { documentId: 'zz', content: 'new' },
        ],
      });
      await index.remove({ collection: 'feed', documentIds: ['d0002', 'd0049'] });
    }
    if (!documentChanges.pageInfo.hasNextPage) break;
  }
  const alive = [...copy].filter(([, content]) => content !== null);
  const { documents } = await index.data(
    '{ documents(collection: "feed", first: 100) { edges { node { documentId content } } } }',
  );
  const expected = documents.edges.map(({ node }: { node: { documentId: string; content: string } }) => [
    node.documentId,
    node.content,
  ]);
  assert.deepEqual(alive.sort(), expected.sort());
  await index.add({ collection: 'feed', documents: [{ documentId: 'later', content: 'x' }] });
  const more = await index.data(
    'query ($after: String) { documentChanges(collection: "feed", after: $after) { edges { documentId } } }',
    { after },
  );
  assert.deepEqual(more.documentChanges.edges, [{ documentId: 'later' }]);
});

test('a page of long documents has fewer of them, and the pages have all', async () => {
  await index.data('mutation { pauseIndexing { indexing { paused } } }');
  try {
    await index.create({ name: 'long' });
    const long = (n: number) => ({ documentId: `d${n}`, content: 'a long text '.repeat(80_000) });
    for (let n = 0; n < 9; n += 3)
      await index.add({ collection: 'long', documents: [long(n), long(n + 1), long(n + 2)] });
    const sizes: number[] = [];
    for (let after: string | null = null; ; ) {
      const { documentChanges }: Changes = await index.data(
        'query ($after: String) { documentChanges(collection: "long", first: 1000, after: $after) { pageInfo { hasNextPage endCursor } edges { documentId } } }',
        { after },
      );
      sizes.push(documentChanges.edges.length);
      after = documentChanges.pageInfo.endCursor;
      if (!documentChanges.pageInfo.hasNextPage) break;
    }
    assert.ok(sizes.length > 1, `pages of ${sizes}`);
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      9,
    );
    await index.data('mutation { deleteCollection(input: { collection: "long" }) { id } }');
  } finally {
    await index.data('mutation { resumeIndexing { indexing { paused } } }');
  }
});

test('a rebuild that is killed in its midst is finished by the next process', async () => {
  await index.create({ name: 'resumed' });
  await index.add({ collection: 'resumed', waitFor: 'INDEXED', documents: texts(300, 'before the rebuild') });
  await index[Symbol.asyncDispose]();
  const victim = await startVictim('subgraphs/index/main.ts', parts.env);
  const client = indexClient(victim.url);
  const { rebuildCollection } = await client.data(
    'mutation { rebuildCollection(input: { collection: "resumed" }) { job { id } } }',
  );
  const { id } = rebuildCollection.job;
  for await (const { data } of client.events(
    'subscription ($id: ID!) { indexJobProgress(id: $id) { job { processed } } }',
    { id },
  )) {
    if (data.indexJobProgress.job.processed > 0) break;
  }
  await victim.kill();
  index = await startIndexing(parts);
  const job = await ended(id);
  assert.deepEqual([job.status, job.processed], ['COMPLETED', 300]);
  assert.equal((await index.collection('resumed')).collection.vectorCount, 300);
  assert.equal((await ended((await start('verifyCollection', { collection: 'resumed' })).id)).drifted, 0);
});
