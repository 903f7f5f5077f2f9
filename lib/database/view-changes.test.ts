import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesOf, type ViewChange } from './view-changes.ts';

test('a change of many documents goes in messages that PostgreSQL takes, each document once', () => {
  const documents = Array.from({ length: 1_000 }, (_, n): [string, number] => [
    `"文件-${n}"\x1f${'長'.repeat(50)}`,
    n,
  ]);
  const messages = messagesOf({ view: 'view_1', changes: 7, documents });
  for (const message of messages) assert.ok(Buffer.byteLength(message) < 8_000);
  const read = messages.map((message) => JSON.parse(message) as ViewChange);
  assert.deepEqual(
    read.flatMap((one) => one.documents),
    documents,
  );
  assert.ok(read.every(({ view, changes }) => view === 'view_1' && changes === 7));
  assert.deepEqual(messagesOf({ view: 'v', changes: 1, documents: [] }), [
    '{"view":"v","changes":1,"documents":[]}',
  ]);
});
