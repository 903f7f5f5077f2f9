import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeCursor, encodeCursor } from './cursor.ts';

test('a cursor comes back as it was given', () => {
  const cursor = { snapshot: 'AbC-_0123456789z', place: 399 };
  assert.deepEqual(decodeCursor(encodeCursor(cursor)), cursor);
});

test('what is no cursor is refused with what to do', () => {
  const broken = [
    '',
    'x',
    'MTIz',
    encodeCursor({ snapshot: 'short', place: 1 }),
    encodeCursor({ snapshot: 'AbC-_0123456789z', place: -1 }),
  ];
  for (const text of broken) {
    assert.throws(() => decodeCursor(text), { extensions: { code: 'BAD_CURSOR', argument: 'after' } }, text);
  }
});
