import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareWithUncachedTwin } from '../support/cache-twin.ts';

test('an answer out of the cache is the one that a search without it gives, whatever was written, deleted, made again or rebuilt', async () => {
  const { wrong, ...did } = await compareWithUncachedTwin({ seed: 7, steps: 200 });
  assert.deepEqual(wrong, []);
  assert.ok(did.L1 > 0 && did.L2 > 0 && did.rebuilds > 0 && did.writes > 0, JSON.stringify(did));
});
