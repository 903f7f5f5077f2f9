import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isolate } from './isolate.ts';

const attempt = (bad: Set<number>, calls: number[][]) => async (items: readonly number[]) => {
  calls.push([...items]);
  if (items.some((item) => bad.has(item))) throw new Error('one of them');
  return items.map((item) => item * 10);
};

test('everything succeeds in one call where nothing is bad', async () => {
  const calls: number[][] = [];
  const done = await isolate(
    [1, 2, 3],
    attempt(new Set(), calls),
    async () => true,
    async () => assert.fail(),
  );
  assert.deepEqual([done, calls.length], [[10, 20, 30], 1]);
});

test('only the bad ones are rejected, in few calls, and the order stays', async () => {
  const calls: number[][] = [];
  const rejected: number[] = [];
  const items = Array.from({ length: 100 }, (_, n) => n);
  const done = await isolate(
    items,
    attempt(new Set([17, 64]), calls),
    async () => true,
    async (item) => void rejected.push(item),
  );
  assert.deepEqual(rejected, [17, 64]);
  assert.deepEqual(
    done,
    items.filter((item) => !rejected.includes(item)).map((item) => item * 10),
  );
  assert.ok(calls.length < 30, `${calls.length} calls`);
});

test('an error that blames nobody ends the attempt at once', async () => {
  const calls: number[][] = [];
  const all = isolate(
    [1, 2],
    attempt(new Set([1]), calls),
    async () => false,
    async () => assert.fail(),
  );
  await assert.rejects(all, /one of them/);
  assert.equal(calls.length, 1);
});
