import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passageKey, placeOf } from '../../../lib/milvus/passage.ts';
import type { Hit } from '../../../lib/milvus/search.ts';
import type { ViewQuestion } from '../search/sources.ts';
import { LEVELS, levelOf } from './curve.ts';
import { tryEfforts } from './trying.ts';

const vector = new Float32Array(4);
const question: ViewQuestion = {
  view: 'v',
  expression: '',
  partitions: undefined,
  ef: 128,
  limit: 10,
  targetRecall: 0.95,
};

/** Passages in their order, each of which is found from some effort on. */
function graph(passages: readonly { document: string; from: number }[]) {
  const asked: ViewQuestion[] = [];
  const hits = passages.map(
    ({ document }, n): Hit => ({
      score: 1 - n / 1_000,
      row: placeOf(passageKey(document, 1, n)),
    }),
  );
  const byVector = async (its: ViewQuestion) => {
    asked.push(its);
    return hits.filter((_, n) => (passages[n]?.from ?? 0) <= (its.ef ?? 0)).slice(0, its.limit);
  };
  return { asked, hits, byVector };
}

test('a search is tried with more and more candidates until it finds the ten nearest', async () => {
  const { asked, hits, byVector } = graph(
    Array.from({ length: 40 }, (_, n) => ({ document: `d${n}`, from: n < 8 ? 0 : n === 8 ? 15 : 40 })),
  );
  const trial = await tryEfforts({ byVector }, { question, vector, changes: 1, hits });
  assert.deepEqual(trial, { from: 0, recalls: [0.8, 0.8, 0.9, 0.9] });
  assert.deepEqual(
    asked.map(({ ef }) => ef),
    LEVELS.slice(0, 5),
  );
});

test('it is documents that are to be found, and a search of 200 candidates begins at its own size', async () => {
  // Four passages each: it takes 37 to see ten documents.
  const passages = Array.from({ length: 400 }, (_, n) => ({
    document: `d${n >> 2}`,
    from: n >> 2 === 9 ? 300 : 0,
  }));
  const { asked, hits, byVector } = graph(passages);
  const few = await tryEfforts({ byVector }, { question, vector, changes: 1, hits });
  assert.deepEqual(few.recalls, [0.3, 0.4, 0.5, 0.7, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]);
  assert.ok(asked.every(({ limit }) => limit <= 37));
  const many = await tryEfforts(
    { byVector },
    { question: { ...question, limit: 200 }, vector, changes: 1, hits },
  );
  assert.deepEqual(many, { from: levelOf(200), recalls: [0.9, 0.9] });
});

test('the graph is tried as it is, whatever filter the search had', async () => {
  const { asked, byVector } = graph(Array.from({ length: 40 }, (_, n) => ({ document: `d${n}`, from: 0 })));
  const filtered = { ...question, expression: 'metadata["n"] == 1' };
  const trial = await tryEfforts({ byVector }, { question: filtered, vector, changes: 1, hits: [] });
  assert.deepEqual(trial, { from: 0, recalls: [] });
  assert.deepEqual([...new Set(asked.map(({ expression }) => expression))], ['']);
});
