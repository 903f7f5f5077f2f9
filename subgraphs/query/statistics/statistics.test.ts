import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rate } from './rate.ts';
import { SearchStatistics } from './statistics.ts';

test('a search counts once in all and once in each collection that it searched', () => {
  const statistics = new SearchStatistics();
  statistics.add(['a', 'b'], 'NONE', 30);
  statistics.add(['a'], 'L1', 10);
  statistics.add(['a'], 'L2', 20);
  statistics.add(['a'], 'L2', 20);
  const none = {
    totalQueries: 0,
    cacheHits: 0,
    cacheHitsL1: 0,
    cacheHitsL2: 0,
    cacheMisses: 0,
    cacheHitRate: 0,
  };
  assert.deepEqual(statistics.all, {
    totalQueries: 4,
    cacheHits: 3,
    cacheHitsL1: 1,
    cacheHitsL2: 2,
    cacheMisses: 1,
    cacheHitRate: 0.75,
    averageLatencyMs: 20,
  });
  assert.deepEqual(statistics.of('b'), { ...none, totalQueries: 1, cacheMisses: 1, averageLatencyMs: 30 });
  assert.deepEqual(statistics.of('c'), { ...none, averageLatencyMs: 0 });
});

test('the rate is of the last minute, and of less where there has been less', () => {
  let now = 1_000;
  const rate = new Rate(() => now);
  for (let n = 0; n < 20; n++) rate.add();
  now += 10;
  assert.equal(rate.perSecond, 2);
  now += 45;
  for (let n = 0; n < 10; n++) rate.add();
  now += 30;
  assert.equal(rate.perSecond, 10 / 60, 'the first twenty are over a minute old');
  now += 61;
  assert.equal(rate.perSecond, 0);
});
