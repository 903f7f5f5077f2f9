import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartRejected } from '../errors.ts';
import { vectorsOf } from './vectors.ts';

test('vectors are read as numbers and as base64, in the order that the server says', () => {
  const base64 = Buffer.from(Float32Array.of(0.5, -0.25).buffer).toString('base64');
  const data = [
    { index: 1, embedding: [0.25, 1] },
    { index: 0, embedding: base64 },
  ];
  assert.deepEqual(vectorsOf({ data }, 2), [Float32Array.of(0.5, -0.25), Float32Array.of(0.25, 1)]);
});

test('an answer that lacks a vector, or has one that is none, is refused', () => {
  for (const body of [
    null,
    {},
    { data: [] },
    { data: [{ embedding: [1] }, { embedding: [1] }] },
    { data: [{ index: 1, embedding: [1] }] },
    { data: [{ embedding: ['x'] }] },
    { data: [{ embedding: [1, null] }] },
    { data: [{}] },
  ]) {
    assert.throws(() => vectorsOf(body, 1), PartRejected, JSON.stringify(body));
  }
});
