import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchBudget } from './budget.ts';

test('batches are made so large that each takes about five seconds, within bounds', () => {
  const budget = batchBudget(5);
  const first = budget.bytes;
  budget.learn(20_000, 2);
  assert.equal(budget.bytes, 50_000);
  budget.learn(50_000, 50);
  assert.equal(budget.bytes, 8 * 1024);
  budget.learn(10_000, 0.001);
  assert.equal(budget.bytes, 512 * 1024);
  assert.ok(first > 8 * 1024 && first < 512 * 1024);
});

test('a tiny batch teaches nothing', () => {
  const budget = batchBudget(5);
  const before = budget.bytes;
  budget.learn(10, 3);
  assert.equal(budget.bytes, before);
});
