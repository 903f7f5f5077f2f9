import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean, ndcg, recall, reciprocalRank } from './measures.ts';

const grades = new Map([
  ['a', 3],
  ['b', 2],
  ['c', 0],
]);

test('the best order has an nDCG of 1, an order without anything relevant 0', () => {
  assert.equal(ndcg(['a', 'b', 'c'], grades, 10), 1);
  assert.equal(ndcg(['c', 'x'], grades, 10), 0);
  assert.equal(ndcg([], grades, 10), 0);
  assert.equal(ndcg(['a'], new Map(), 10), 0);
});

test('nDCG discounts by the logarithm of the place and looks at the first k only', () => {
  const ideal = 3 + 2 / Math.log2(3);
  assert.equal(ndcg(['x', 'b', 'a'], grades, 10), (2 / Math.log2(3) + 3 / 2) / ideal);
  assert.equal(ndcg(['x', 'b', 'a'], grades, 2), 2 / Math.log2(3) / ideal);
  assert.equal(ndcg(['b', 'a'], grades, 1), 2 / 3);
});

test('recall is the share of the relevant documents among the first k', () => {
  assert.equal(recall(['b', 'c', 'a'], grades, 100), 1);
  assert.equal(recall(['b', 'c', 'a'], grades, 2), 0.5);
  assert.equal(recall(['a'], new Map([['c', 0]]), 10), 0);
});

test('the reciprocal rank is that of the first relevant document, and 0 beyond the first k', () => {
  assert.equal(reciprocalRank(['c', 'b', 'a'], grades, 10), 1 / 2);
  assert.equal(reciprocalRank(['c', 'b', 'a'], grades, 1), 0);
});

test('the mean of nothing is 0', () => {
  assert.equal(mean([]), 0);
  assert.equal(mean([1, 2]), 1.5);
});
