import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blended } from './blend.ts';

test('with all the weight on one of them, its order is taken; equals keep the first order', () => {
  const first = [9, 5, 5, 1];
  const judged = [0, 7, 7, 8];
  assert.deepEqual(blended(first, judged, 0), [0, 1, 2, 3]);
  assert.deepEqual(blended(first, judged, 1), [3, 1, 2, 0]);
});

test('the scale of the numbers makes no difference', () => {
  const first = [0.031, 0.03, 0.012, 0.011, 0.002];
  const judged = [-8, 5, 3, 9, -2];
  const order = blended(first, judged, 0.5);
  assert.deepEqual(
    blended(
      first.map((score) => 1000 * score + 3),
      judged.map((score) => score / 7 - 50),
      0.5,
    ),
    order,
  );
  assert.notDeepEqual(order, [0, 1, 2, 3, 4]);
});

test('a judge that makes no difference, and a single document, change nothing', () => {
  assert.deepEqual(blended([3, 2, 1], [4, 4, 4], 0.5), [0, 1, 2]);
  assert.deepEqual(blended([3], [4], 0.5), [0]);
  assert.deepEqual(blended([], [], 0.5), []);
});
