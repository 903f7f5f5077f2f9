import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startMilvusLite } from '../../../embedded/milvus-lite.ts';
import { setLogLevel } from '../../../lib/log.ts';
import { type VectorStore, vectorStore } from '../../../lib/milvus/vector-store.ts';
import { readSettings } from '../../../lib/settings.ts';
import { vectorSource } from '../../../test/support/passages.ts';
import { promisesAboutRecall, vectorSources } from '../../../test/support/vector-store-recall.ts';
import { efBehindFilter, nearest } from './nearest.ts';

setLogLevel('silent');
const { runtimeDir } = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []);

test('as many more candidates are asked for as fewer pass, up to what there is', () => {
  const ef = (matching: number, rows: number, limit = 200) =>
    efBehindFilter({ limit, ef: 128, rows, matching });
  assert.equal(ef(60_000, 100_000), 128);
  assert.equal(ef(20_000, 100_000), 2_000);
  assert.equal(ef(20_000, 100_000, 10), 640);
  assert.equal(ef(10, 1_000), 1_000);
  assert.equal(ef(0, 1_000), 128);
  assert.equal(ef(1_000, 100_000), 40_000);
  assert.equal(ef(6_000, 1_000_000), 66_667);
});

describe('on a Milvus that filters after the search', () => {
  const started = new AsyncDisposableStack();
  const dimensions = 32;
  const vector = vectorSource(dimensions);
  let store: VectorStore;
  before(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-stock-'));
    started.defer(() => rm(dataDir, { recursive: true, force: true }));
    process.env.KITEGRAPH_LITE = 'stock';
    const lite = started.use(await startMilvusLite({ venv: join(runtimeDir, 'venv'), dataDir }));
    delete process.env.KITEGRAPH_LITE;
    store = started.use(vectorStore(lite));
    assert.equal((await store.capabilities()).filtering, 'AFTERWARDS');
  });
  after(() => started.disposeAsync());

  promisesAboutRecall({
    get store() {
      return store;
    },
    dimensions,
    vector,
  });

  test('a filter is counted once for each state of a view', async () => {
    const counts: string[] = [];
    const sources = vectorSources(store, (operation) => counts.push(operation));
    const question = { ...behindFilter, expression: 'metadata["n"] < 100' };
    for (const changes of [1, 1, 2]) await nearest(sources, question, changes, vector());
    assert.equal(counts.length, 4, 'all rows and those that pass, for each of two states');
  });

  test('where the graph would need more than Milvus takes, the few that pass are compared', async () => {
    const few = { rows: 10_000_000, matching: 30 };
    const sources = { ...vectorSources(store), selectivity: async () => few };
    const query = vector();
    const { hits, effort } = await nearest(sources, behindFilter, 1, query);
    assert.deepEqual(effort, { limit: 20, matching: 30 });
    const graph = await nearest(vectorSources(store), behindFilter, 1, query);
    assert.deepEqual(
      hits.map(({ row }) => row),
      graph.hits.map(({ row }) => row),
    );
    const differences = hits.map(({ score }, at) => Math.abs(score - (graph.hits[at]?.score ?? 0)));
    assert.ok(Math.max(...differences) < 1e-4);
  });
});

const behindFilter = {
  view: 'recall',
  expression: '(metadata["n"] < 10)',
  partitions: undefined,
  ef: 128,
  limit: 20,
};
