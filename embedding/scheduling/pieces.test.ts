import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBySize, piecesOf } from './pieces.ts';

test('a text is cut between words, into pieces of the given size', () => {
  assert.deepEqual(piecesOf('one two three', 8), ['one two', 'three']);
  assert.deepEqual(piecesOf('one', 8), ['one']);
  assert.deepEqual(piecesOf('', 8), ['']);
});

test('a character of two units is never cut apart', () => {
  assert.deepEqual(piecesOf('😀😀😀', 3), ['😀', '😀', '😀']);
});

test('groups keep the order, and a text too large is a group of its own', () => {
  assert.deepEqual(groupBySize(['ab', 'cd', 'efghij', 'k', ''], 4), [['ab', 'cd'], ['efghij'], ['k', '']]);
});
