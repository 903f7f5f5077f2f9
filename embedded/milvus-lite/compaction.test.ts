import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { type VectorStore, vectorStore } from '../../lib/milvus/vector-store.ts';
import { passage, vectorSource } from '../../test/support/passages.ts';
import { until } from '../../test/support/until.ts';
import { startMilvusLite } from '../milvus-lite.ts';
import { gone, temporaryDir, venv } from '../test-support.ts';
import { runProgram } from './run-program.ts';

const DIMENSIONS = 64;
const VIEW = 'compacted';
const index = { builtAs: 'HNSW', m: 16, efConstruction: 100 } as const;

/** A view of 4,000 documents in segments of some hundred, of which two in five were removed and one in five written anew. */
async function filled(store: VectorStore, vector = vectorSource(DIMENSIONS)) {
  const rows = Array.from({ length: 4_000 }, (_, number) =>
    passage({
      document: `d${number}`,
      vector: vector(),
      metadata: { number },
      terms: `qall q${number}`,
    }),
  );
  await store.createView(VIEW, { dimensions: DIMENSIONS, index, partitions: 'NONE' });
  for (let start = 0; start < rows.length; start += 500) {
    await store.write(VIEW, rows.slice(start, start + 500));
    await store.settle(VIEW, { always: true });
  }
  const removed = rows.filter((_, number) => number % 5 < 2);
  const anew = rows.filter((_, number) => number % 5 === 2).map((row) => ({ ...row, title: 'anew' }));
  await store.remove(
    VIEW,
    removed.map(({ document }) => ({ document, upTo: 1 })),
  );
  await store.write(VIEW, anew);
  await store.settle(VIEW, { always: true });
  return { kept: rows.filter((_, number) => number % 5 > 1), removed, anew };
}

async function checkRows(store: VectorStore, { kept, removed, anew }: Awaited<ReturnType<typeof filled>>) {
  assert.equal(await store.count(VIEW), kept.length);
  const found = await store.rowsOf(
    VIEW,
    [...kept, ...removed].map(({ key }) => key),
  );
  assert.deepEqual(new Set(found.map(({ key }) => key)), new Set(kept.map(({ key }) => key)));
  assert.equal(found.filter(({ title }) => title === 'anew').length, anew.length);
  for (const row of kept.slice(0, 50)) {
    const [near] = await store.searchVectors(VIEW, { vectors: [row.vector], limit: 1 });
    assert.equal(near?.[0]?.row.key, row.key);
  }
  const [all] = await store.searchTerms(VIEW, { queries: ['qall'], limit: 10_000 });
  assert.equal(all?.length, kept.length);
}

/** Bytes of the rows on disk. */
async function rowBytes(dir: string): Promise<number> {
  const files = (await readdir(dir, { recursive: true })).filter((file) =>
    /data_\d+_\d+\.parquet$/.test(file),
  );
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(dir, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

test('compaction keeps all rows, drops the deleted ones and gives their room back', async () => {
  await using dir = await temporaryDir();
  await using milvus = await startMilvusLite({ venv, dataDir: dir.path });
  await using store = vectorStore(milvus);
  const rows = await filled(store);
  await store.compact(VIEW);
  await checkRows(store, rows);
  const compacted = await rowBytes(dir.path);
  await store.remove(
    VIEW,
    rows.kept.map(({ document }) => ({ document, upTo: 1 })),
  );
  await store.write(VIEW, rows.kept.slice(0, 300));
  await store.settle(VIEW, { always: true });
  await store.compact(VIEW);
  assert.equal(await store.count(VIEW), 300);
  assert.ok((await rowBytes(dir.path)) < compacted / 3);
});

test('writes and searches go on beside compactions, and miss nothing', async () => {
  await using dir = await temporaryDir();
  await using milvus = await startMilvusLite({ venv, dataDir: dir.path });
  await using store = vectorStore(milvus);
  const vector = vectorSource(DIMENSIONS);
  const rows = await filled(store, vector);
  let compacting = true;
  const compactions = (async () => {
    for (let round = 0; round < 3; round++) await store.compact(VIEW);
  })().finally(() => {
    compacting = false;
  });
  compactions.catch(() => undefined);
  let written = 0;
  while (compacting || written < 20) {
    const row = passage({ document: `beside${written++}`, vector: vector(), metadata: {}, terms: 'qbeside' });
    await store.write(VIEW, [row]);
    const [near] = await store.searchVectors(VIEW, { vectors: [row.vector], limit: 1 });
    assert.equal(near?.[0]?.row.key, row.key);
    const [beside] = await store.searchTerms(VIEW, { queries: ['qbeside'], limit: 10_000 });
    assert.equal(beside?.length, written);
    const [all] = await store.searchTerms(VIEW, { queries: ['qall'], limit: 10_000 });
    assert.equal(all?.length, rows.kept.length);
  }
  await compactions;
});

test('a compaction that kill -9 ends is done at the next start, and no row is lost by it', async () => {
  await using dir = await temporaryDir();
  await using milvus = await startMilvusLite({ venv, dataDir: dir.path });
  await using store = vectorStore(milvus);
  const rows = await filled(store);
  const pid = milvus.pid;
  const compaction = store.compact(VIEW).catch((error: Error) => error);
  process.kill(pid, 'SIGKILL');
  await gone(pid);
  await until('another server', () => milvus.pid !== pid);
  await until(
    'it to be well',
    () => store.health(),
    ({ status }) => status === 'UP',
  );
  await compaction;
  await checkRows(store, rows);
  await store.compact(VIEW);
  await checkRows(store, rows);
});

test('a flush or a compaction that is killed or fails at any step loses no row and leaves no file behind', async () => {
  const steps = Object.entries(JSON.parse(await runProgram('killed.py', 'ours')));
  assert.equal(steps.length, 19);
  for (const [step, found] of steps) {
    assert.deepEqual(found, { rows: true, again: true, left: 0, twice: 0, dead: 0 }, step);
  }
});
