import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Filter } from './filter.ts';
import { toMilvus } from './milvus.ts';

const isIn = (field: string, ...values: (string | number | bigint | boolean)[]): Filter => ({
  kind: 'in',
  field,
  type: typeof values[0] === 'string' ? 'STRING' : 'INT',
  values,
});

test('a value cannot break out of its place in the expression', () => {
  const evil = '" or 1 == 1 or metadata["a"] == "\\';
  assert.equal(
    toMilvus(isIn('a', evil)),
    '(metadata["a"] == "\\" or 1 == 1 or metadata[\\"a\\"] == \\"\\\\")',
  );
  assert.equal(toMilvus(isIn('a', 'l1\nl2\t文😀')), '(metadata["a"] == "l1\\nl2\\t文😀")');
  assert.throws(() => toMilvus(isIn('a"] == 1 or metadata["b', 1)), /not a field name/);
});

test('a prefix becomes a range that ends where the strings after it begin', () => {
  const prefix = (value: string) => toMilvus({ kind: 'prefix', field: 'a', type: 'STRING', value });
  assert.equal(prefix('ab'), '((metadata["a"] >= "ab") and (metadata["a"] < "ac"))');
  assert.equal(prefix('a!'), '((metadata["a"] >= "a!") and (metadata["a"] < "a\\""))');
  assert.equal(prefix('\ud7ff'), '((metadata["a"] >= "\ud7ff") and (metadata["a"] < "\ue000"))');
  assert.equal(prefix('a\u{10ffff}'), '((metadata["a"] >= "a\u{10ffff}") and (metadata["a"] < "b"))');
  assert.equal(prefix('\u{10ffff}'), '(metadata["a"] >= "\u{10ffff}")');
  assert.equal(prefix(''), '(metadata["a"] >= "")');
});

test('what everything passes needs no expression', () => {
  const everything: Filter = { kind: 'and', filters: [{ kind: 'not', filter: { kind: 'or', filters: [] } }] };
  assert.equal(toMilvus(everything), '');
  const nothing: Filter = { kind: 'not', filter: everything };
  assert.notEqual(toMilvus(nothing), '');
  assert.equal(toMilvus({ kind: 'or', filters: [nothing, isIn('a', 1)] }), '(metadata["a"] == 1)');
});

test('a thousand values nest no deeper than ten levels', () => {
  const expression = toMilvus(isIn('a', ...Array.from({ length: 1000 }, (_, index) => index)));
  let depth = 0;
  let deepest = 0;
  for (const char of expression) {
    if (char === '(') deepest = Math.max(deepest, ++depth);
    if (char === ')') depth--;
  }
  assert.equal(depth, 0);
  assert.ok(deepest <= 11, String(deepest));
});
