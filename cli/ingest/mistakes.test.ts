import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Files, temporaryFiles } from '../../test/support/documents.ts';
import { Mistakes } from './mistakes.ts';

let files: Files;
before(async () => {
  files = await temporaryFiles();
});
after(() => files[Symbol.asyncDispose]());

test('the first 20 mistakes are kept to be shown, and every one is in the file as soon as it happens', () => {
  const path = files.path('errors.jsonl');
  using mistakes = new Mistakes(path);
  const line = (n: number) => ({
    origin: `f.jsonl:${n}`,
    place: { file: 'f.jsonl', line: n, record: n - 1 },
    problem: `problem ${n}`,
  });
  for (let n = 1; n <= 25; n++) {
    mistakes.add(line(n));
    assert.equal(readFileSync(path, 'utf8').split('\n').length - 1, n);
  }
  mistakes.add(
    { origin: 'g', place: { file: 'g.json', element: 0, record: 0 }, documentId: 'd', problem: 'wrong' },
    { origin: 'h.pdf', place: { file: 'h.pdf', record: 0 }, problem: 'is encrypted' },
    { origin: 'e', documentId: 'e', problem: 'the server failed' },
  );
  assert.deepEqual(
    mistakes.first,
    Array.from({ length: 20 }, (_, n) => line(n + 1)),
  );
  const written = readFileSync(path, 'utf8').trim().split('\n');
  assert.deepEqual(
    [written[0], ...written.slice(25)],
    [
      '{"file":"f.jsonl","line":1,"problem":"problem 1"}',
      '{"file":"g.json","element":0,"documentId":"d","problem":"wrong"}',
      '{"file":"h.pdf","problem":"is encrypted"}',
      '{"documentId":"e","problem":"the server failed"}',
    ],
  );
});

test('a file that cannot be written is refused before anything is read', () => {
  assert.throws(() => new Mistakes(files.path('no/such/folder/errors.jsonl')), /cannot be written: ENOENT/);
});
