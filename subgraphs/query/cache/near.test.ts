import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../../chaos/random.ts';
import type { Hit } from '../../../lib/milvus/search.ts';
import { nearQueries } from './near.ts';

const DIMENSIONS = 16;
const random = seeded(3);
const some = () => Float32Array.from({ length: DIMENSIONS }, () => random.next() - 0.5);
const moved = (vector: Float32Array, by: number) =>
  vector.map((component) => component + by * (random.next() - 0.5));
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, one, n) => sum + one * (b[n] as number), 0);
const cosine = (a: Float32Array, b: Float32Array) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

/** An exact index of some vectors, and how often it was asked. */
function index(passages: readonly Float32Array[]) {
  let asked = 0;
  const search = async ({ limit }: { limit: number }, vector: Float32Array): Promise<Hit[]> => {
    asked++;
    const all = passages.map((passage, n) => {
      const row = { key: `${n}`, document: `${n}`, revision: 1, ordinal: 0 };
      return { score: cosine(vector, passage), row };
    });
    return all.sort((a, b) => b.score - a.score).slice(0, limit);
  };
  const kept = new Map();
  const cache = {
    get: async (key: string) => (kept.has(key) ? { value: kept.get(key), level: 'L1' as const } : undefined),
    set: async (key: string, value: unknown) => void kept.set(key, value),
  };
  return { near: nearQueries(search, cache), search, asked: () => asked };
}

const question = (limit: number, ef?: number) => ({
  view: 'v',
  expression: '',
  partitions: undefined,
  limit,
  ef,
});
const order = (hits: readonly Hit[]) => hits.map(({ row }) => row.key);

test('a nearly identical vector gets the answer of another only where its own is the same', async () => {
  let shared = 0;
  for (let round = 0; round < 300; round++) {
    const { near, search, asked } = index(Array.from({ length: 8 }, some));
    const vector = some();
    await near(question(20), vector, 1);
    const other = moved(vector, 10 ** -(1 + random.below(6)));
    const found = await near(question(20), other, 1);
    shared += asked() === 1 ? 1 : 0;
    assert.deepEqual(order(found), order(await search(question(20), other)));
  }
  assert.ok(shared > 20, `${shared} of 300 were shared`);
});

test('what may have more behind its last hit, comes out of a graph, or has changed since, is shared by equal vectors at most', async () => {
  const passages = Array.from({ length: 30 }, some);
  const vector = some();
  for (const asking of [question(10), question(50, 128)]) {
    const { near, asked } = index(passages);
    await near(asking, vector, 1);
    await near(asking, moved(vector, 1e-7), 1);
    assert.equal(asked(), 2);
  }
  const { near, asked } = index(passages);
  await near(question(10), vector, 1);
  await near(question(10), vector, 1);
  assert.equal(asked(), 1);
  await near(question(10), vector, 2);
  assert.equal(asked(), 2);
});
