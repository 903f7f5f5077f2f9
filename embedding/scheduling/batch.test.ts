import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseBatch } from './batch.ts';

test('texts of like length are embedded together, without padding', () => {
  assert.deepEqual(chooseBatch([10, 200, 11, 190, 9], 40), [0, 2, 4]);
});

test('the text that has waited longest is always in the next batch', () => {
  const lengths = [500, 1, 1, 1, 1];
  assert.deepEqual(chooseBatch(lengths, 256), [0]);
  assert.deepEqual(chooseBatch(lengths.slice(1), 256), [0, 1, 2, 3]);
});

test('a batch stays within its tokens, padding included', () => {
  const lengths = Array.from({ length: 300 }, (_, i) => 1 + ((i * 37) % 256));
  let rest = lengths;
  let seen = 0;
  while (rest.length > 0) {
    const batch = chooseBatch(rest, 256);
    assert.ok(batch.length * Math.max(...batch.map((i) => rest[i] as number)) <= 256);
    seen += batch.length;
    rest = rest.filter((_, i) => !batch.includes(i));
  }
  assert.equal(seen, lengths.length);
});
