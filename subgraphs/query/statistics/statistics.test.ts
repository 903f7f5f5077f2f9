import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rate } from './rate.ts';
import { SearchStatistics } from './statistics.ts';

test('a search counts once in all and once in each collection that it searched', () => {
  const statistics = new SearchStatistics();
  statistics.add(['a', 'b'], false, 30);
  statistics.add(['a'], true, 10);
  assert.deepEqual(statistics.all, { totalQueries: 2, cacheHits: 1, averageLatencyMs: 20 });
  assert.deepEqual(statistics.of('b'), { totalQueries: 1, cacheHits: 0, averageLatencyMs: 30 });
  assert.deepEqual(statistics.of('c'), { totalQueries: 0, cacheHits: 0, averageLatencyMs: 0 });
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
