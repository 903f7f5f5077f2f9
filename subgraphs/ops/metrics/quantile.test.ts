import assert from 'node:assert/strict';
import { test } from 'node:test';
import { histogramQuantile } from './quantile.ts';

const buckets = new Map([
  [0.1, 50],
  [0.2, 90],
  [0.5, 99],
  [Infinity, 100],
]);

test('a quantile is interpolated within its bucket', () => {
  assert.equal(histogramQuantile(0.5, buckets), 0.1);
  assert.equal(histogramQuantile(0.25, buckets), 0.05);
  assert.equal(histogramQuantile(0.9, buckets), 0.2);
  assert.ok(Math.abs((histogramQuantile(0.95, buckets) ?? 0) - (0.2 + (0.3 * 5) / 9)) < 1e-12);
  assert.equal(histogramQuantile(0.99, buckets), 0.5);
});

test('beyond the last finite bound that bound is shown', () => {
  assert.equal(histogramQuantile(0.999, buckets), 0.5);
  assert.equal(histogramQuantile(1, buckets), 0.5);
});

test('without observations, or without the +Inf bucket, there is no quantile', () => {
  assert.equal(histogramQuantile(0.5, new Map()), null);
  assert.equal(histogramQuantile(0.5, new Map([[0.1, 0], [Infinity, 0]])), null); // biome-ignore format: a table
  assert.equal(histogramQuantile(0.5, new Map([[0.1, 1], [0.2, 2]])), null); // biome-ignore format: a table
});

test('buckets that fall by a hair are evened out', () => {
  assert.equal(histogramQuantile(0.5, new Map([[0.1, 10], [0.2, 9], [Infinity, 10]])), 0.05); // biome-ignore format: a table
});

test('empty buckets before the rank are passed over', () => {
  assert.equal(histogramQuantile(0.5, new Map([[0.1, 0], [0.2, 0], [0.4, 2], [Infinity, 2]])), 0.30000000000000004); // biome-ignore format: a table
});
