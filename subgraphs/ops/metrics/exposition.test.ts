import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { parseExposition } from './exposition.ts';

test('what prom-client writes is read back, whatever stands in its labels', async () => {
  const registry = new Registry();
  const registers = [registry];
  const nasty = 'a "quoted" } 1\n{x="y",z} \\n \\';
  new Counter({ name: 'c_total', help: 'A # counter\nof two lines', labelNames: ['a', 'b'], registers })
    .labels(nasty, '')
    .inc(3);
  new Gauge({ name: 'g', help: 'g', registers }).set(-1.5e-7);
  new Gauge({ name: 'nothing', help: 'n', registers }).set(Number.NaN);
  new Histogram({ name: 'h', help: 'h', buckets: [0.1, 1], registers }).observe(0.5);
  assert.deepEqual(parseExposition(await registry.metrics()), [
    { name: 'c_total', labels: { a: nasty, b: '' }, value: 3 },
    { name: 'g', labels: {}, value: -1.5e-7 },
    { name: 'nothing', labels: {}, value: Number.NaN },
    { name: 'h_bucket', labels: { le: '0.1' }, value: 0 },
    { name: 'h_bucket', labels: { le: '1' }, value: 1 },
    { name: 'h_bucket', labels: { le: '+Inf' }, value: 1 },
    { name: 'h_sum', labels: {}, value: 0.5 },
    { name: 'h_count', labels: {}, value: 1 },
  ]);
});

test('spaces, timestamps, trailing commas and infinities of the format are understood', () => {
  const text = '# HELP x y\nx { a = "1" , } 5 1395066363000\n\nneg -Inf\n   \nup +Inf -1\n';
  assert.deepEqual(parseExposition(text), [
    { name: 'x', labels: { a: '1' }, value: 5 },
    { name: 'neg', labels: {}, value: -Infinity },
    { name: 'up', labels: {}, value: Infinity },
  ]);
});

test('only the wanted series are kept', () => {
  assert.deepEqual(
    parseExposition('a 1\nb 2\n', (name) => name === 'b'),
    [{ name: 'b', labels: {}, value: 2 }],
  );
});

test('a page that is not metrics is refused with the line', () => {
  assert.throws(
    () => parseExposition('<html><body>not found</body></html>'),
    /not a line of metrics: <html>/,
  );
  assert.throws(() => parseExposition('a one'), /not a number: a one/);
  assert.throws(() => parseExposition('a{b=1} 1'), /not labels/);
});
