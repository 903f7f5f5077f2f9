import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFirst, cursorOf, keyOfCursor, pageOf } from './cursor.ts';

test('a cursor gives back its key, whatever characters that has', () => {
  const key = ['ä"\\', '向量'];
  assert.deepEqual(keyOfCursor('list', cursorOf('list', key)), key);
  assert.equal(keyOfCursor('list', null), undefined);
});

test('a cursor of another list, or no cursor at all, is refused', () => {
  for (const wrong of [
    cursorOf('other', ['a']),
    'nonsense',
    '',
    Buffer.from('["list",1]').toString('base64url'),
  ]) {
    assert.throws(() => keyOfCursor('list', wrong), {
      extensions: { code: 'BAD_CURSOR', argument: 'after' },
    });
  }
});

test('a page knows whether there is more', () => {
  const page = pageOf(['a', 'b', 'c'], 2, 7, (row) => row.toUpperCase());
  assert.deepEqual(page, {
    totalCount: 7,
    edges: [
      { cursor: 'A', node: 'a' },
      { cursor: 'B', node: 'b' },
    ],
    pageInfo: { hasNextPage: true, endCursor: 'B' },
  });
  assert.deepEqual(pageOf([], 2, 0, String).pageInfo, { hasNextPage: false, endCursor: null });
});

test('a page has 1 to 100 entries', () => {
  assert.equal(checkFirst(100), 100);
  for (const first of [0, -1, 101]) assert.throws(() => checkFirst(first), /first: must be from 1 to 100/);
});
