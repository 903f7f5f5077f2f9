import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from './exposition.ts';
import { ServiceWindow } from './window.ts';

const count = (value: number, labels: Record<string, string> = {}): Sample => ({ name: 'c', labels, value });

test('a counter counts what it rose by in the window, and not what was there before', () => {
  const window = new ServiceWindow(10_000);
  window.add(0, [count(1000)]);
  assert.equal(window.increase('c'), null);
  window.add(1000, [count(1005)]);
  window.add(2000, [count(1005)]);
  assert.equal(window.increase('c'), 5);
  assert.equal(window.seconds, 2);
  window.add(10_500, [count(1006)]);
  assert.equal(window.increase('c'), 6);
  window.add(11_500, [count(1006)]);
  assert.equal(window.increase('c'), 1, 'the rise at 1000 has left the window');
});

test('a service that starts anew counts on from nothing', () => {
  const window = new ServiceWindow(10_000);
  window.add(0, [count(100)]);
  window.add(1000, [count(110)]);
  window.add(2000, [count(3)]);
  assert.equal(window.increase('c'), 13);
});

test('a series that appears counts from its first value, and series are told apart by their labels', () => {
  const window = new ServiceWindow(10_000);
  window.add(0, [count(1, { status: 'ok' })]);
  window.add(1000, [count(2, { status: 'ok' }), count(4, { status: 'error' })]);
  assert.equal(window.increase('c'), 5);
  assert.equal(
    window.increase('c', ({ status }) => status === 'error'),
    4,
  );
  assert.equal(window.increase('absent'), 0);
});

test('buckets hold the observations of the window under every bound', () => {
  const window = new ServiceWindow(10_000);
  const histogram = (low: number, all: number): Sample[] => [
    { name: 'h_bucket', labels: { le: '0.1' }, value: low },
    { name: 'h_bucket', labels: { le: '+Inf' }, value: all },
  ];
  window.add(0, histogram(50, 50));
  window.add(1000, histogram(50, 52));
  assert.deepEqual([...window.buckets('h')], [[0.1, 0], [Infinity, 2]]); // biome-ignore format: a table
});

test('a gauge is what the last scrape saw, until that is older than the window', () => {
  const window = new ServiceWindow(10_000);
  window.add(0, [count(5, { a: '1' }), count(2, { a: '2' })]);
  assert.equal(window.gauge('c'), 7);
  assert.equal(window.gauge('absent'), null);
  window.forget(10_001);
  assert.equal(window.gauge('c'), null);
});

test('the window is covered once nearly all of it was measured', () => {
  const window = new ServiceWindow(10_000);
  for (let at = 0; at <= 8000; at += 1000) window.add(at, []);
  assert.equal(window.covered, false);
  window.add(9000, []);
  assert.equal(window.covered, true);
  window.forget(15_000);
  assert.equal(window.covered, false, 'the service was not measured for a while');
});
