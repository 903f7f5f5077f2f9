import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Latencies } from './latencies.ts';
import { Rate } from './rate.ts';
import { SearchStatistics } from './statistics.ts';

test('a search counts once in all, in each collection that it searched, and in its mode', () => {
  const statistics = new SearchStatistics();
  statistics.add(['a', 'b'], 'HYBRID', 'NONE', 30);
  statistics.add(['a'], 'KEYWORD', 'L1', 10);
  statistics.add(['a'], 'KEYWORD', 'L2', 20);
  statistics.add(['a'], 'KEYWORD', 'L2', 20);
  const counts = ({ byMode, latencyP50Ms, latencyP95Ms, latencyP99Ms, ...others }: typeof statistics.all) =>
    others;
  const none = {
    totalQueries: 0,
    cacheHits: 0,
    cacheHitsL1: 0,
    cacheHitsL2: 0,
    cacheMisses: 0,
    cacheHitRate: 0,
  };
  assert.deepEqual(counts(statistics.all), {
    totalQueries: 4,
    cacheHits: 3,
    cacheHitsL1: 1,
    cacheHitsL2: 2,
    cacheMisses: 1,
    cacheHitRate: 0.75,
    averageLatencyMs: 20,
  });
  assert.deepEqual(counts(statistics.of('b')), {
    ...none,
    totalQueries: 1,
    cacheMisses: 1,
    averageLatencyMs: 30,
  });
  assert.deepEqual(counts(statistics.of('c')), { ...none, averageLatencyMs: 0 });
  assert.deepEqual(
    statistics.of('a').byMode.map(({ mode, totalQueries, cacheHits }) => [mode, totalQueries, cacheHits]),
    [
      ['KEYWORD', 3, 3],
      ['HYBRID', 1, 0],
    ],
  );
});

test('percentiles are within 5 % of the true ones, from microseconds to minutes', () => {
  const latencies = new Latencies();
  assert.equal(latencies.percentile(0.5), 0);
  const times = Array.from({ length: 10_000 }, (_, n) => 0.1 * 1.0014 ** n);
  for (const time of times) latencies.add(time);
  for (const share of [0.001, 0.5, 0.95, 0.99, 1]) {
    const exact = times[Math.ceil(share * times.length) - 1] as number;
    const off = Math.abs(latencies.percentile(share) / exact - 1);
    assert.ok(off < 0.05, `${share}: ${latencies.percentile(share)}, not ${exact}`);
  }
  latencies.add(0);
  latencies.add(1e9);
  assert.ok(Number.isFinite(latencies.percentile(0)) && Number.isFinite(latencies.percentile(1)));
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
