import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unit } from '../search/cosine.ts';
import type { Target } from '../search/request.ts';
import type { Candidate } from './candidate.ts';
import { collapsed } from './collapse.ts';

interface Given {
  text: string;
  vector?: Float32Array;
  /** Name of the model of its collection. */
  model?: string;
  ordinal?: number;
  passages?: number;
}

const MODELS = ['one', 'other'];
const request = {
  targets: MODELS.map((name) => ({
    collection: { view: { milvusName: name, model: { name, version: '1', dimensions: 64 } } },
  })) as unknown as [Target, ...Target[]],
};

/** Of each document that is shown, how many it stands for. */
async function shown(documents: Record<string, Given>): Promise<Record<string, number>> {
  const candidates = Object.entries(documents).map(
    ([document, { model = 'one', ordinal = 0 }]): Candidate => {
      const row = { key: document, document, revision: 1, ordinal };
      return { hit: { target: MODELS.indexOf(model), score: 0, found: [], row }, metadata: {}, collapsed: 0 };
    },
  );
  const given = (key: string) => documents[key] as Given;
  const left = await collapsed(candidates, request, {
    columns: async (_, keys) =>
      keys.map((key) => ({ key, text: given(key).text, passages: given(key).passages ?? 1 })) as never,
    vectors: async (_, keys) =>
      new Map(keys.flatMap((key) => (given(key).vector ? [[key, given(key).vector as Float32Array]] : []))),
  });
  return Object.fromEntries(left.map(({ hit, collapsed: count }) => [hit.row.document, count]));
}

/** Vectors in all directions, the same in every run. */
function directions(seed: number): () => Float32Array {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return () => unit(Float32Array.from({ length: 64 }, next));
}

/** One whose cosine with another is this. */
function at(cosine: number, vector: Float32Array, across: Float32Array): Float32Array {
  const along = vector.reduce((sum, value, index) => sum + value * (across[index] as number), 0);
  const side = unit(across.map((value, index) => value - along * (vector[index] as number)));
  return vector.map((value, index) => cosine * value + Math.sqrt(1 - cosine ** 2) * (side[index] as number));
}

test('the same text is shown once, also out of collections with different models', async () => {
  const next = directions(1);
  const documents: Record<string, Given> = {
    a: { text: 'A kite flies.', vector: next() },
    b: { text: '“A KITE FLIES”', vector: next(), model: 'other' },
    c: { text: 'a kite, flies', vector: next() },
    d: { text: '...', vector: next() },
    e: { text: '!', vector: next() },
  };
  assert.deepEqual(await shown(documents), { a: 2, d: 0, e: 0 });
});

test('vectors that are nearly the same are compared within one model, and passages at the same place of documents alike', async () => {
  const next = directions(2);
  const [vector, across] = [next(), next()];
  const near = at(0.981, vector, across);
  const documents: Record<string, Given> = {
    a: { text: 'a', vector },
    near: { text: 'b', vector: near },
    far: { text: 'c', vector: at(0.979, vector, across) },
    'of another model': { text: 'd', vector: near, model: 'other' },
    'of a longer document': { text: 'e', vector: near, passages: 2 },
    'of its second passage': { text: 'a', vector: near, passages: 2, ordinal: 1 },
  };
  const { a, near: collapsedInto, ...others } = await shown(documents);
  assert.deepEqual([a, collapsedInto], [1, undefined]);
  assert.deepEqual(Object.values(others), [0, 0, 0, 0]);
});

test('two thousand documents are compared, the last with the first', async () => {
  const next = directions(3);
  const vectors = Array.from({ length: 1_998 }, next);
  const [first, second] = vectors as [Float32Array, Float32Array];
  const documents = Object.fromEntries(
    [...vectors, at(0.99, first, second), second].map((vector, n) => [
      `d${n}`,
      { text: `text ${n}`, vector },
    ]),
  );
  const left = await shown(documents);
  assert.deepEqual([left.d0, left.d1, Object.keys(left).length], [1, 1, 1_998]);
});
