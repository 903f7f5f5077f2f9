import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import type { Format } from './formats.ts';

const [small, large] = [8e6, 72e6];
const files = new URL('files.ts', import.meta.url).href;
/** Reads standard input to its end; writes how many documents were in it and the most memory that it had, in bytes. */
const reader = `
  const { openFiles, recordsOf } = await import(${JSON.stringify(files)});
  let documents = 0;
  for await (const read of recordsOf(await openFiles(['-'], { format: process.argv[1] }))) {
    if ('input' in read) documents++;
  }
  console.log(JSON.stringify({ documents, bytes: process.resourceUsage().maxRSS * 1024 }));
`;
const content = 'A kite flies on a line in the wind. '.repeat(100);
const records: Partial<Record<Format, { before: string; one: (id: number) => string; after: string }>> = {
  jsonl: { before: '', one: (id) => `{"id":${id},"content":"${content}"}\n`, after: '' },
  json: {
    before: '[{"id":"first","content":""}',
    one: (id) => `,{"id":${id},"content":"${content}"}`,
    after: ']',
  },
  csv: { before: 'id,content\n', one: (id) => `${id},"${content}"\n`, after: '' },
};

async function memoryFor(format: Format, size: number): Promise<number> {
  const { before, one, after } = records[format] ?? assert.fail();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', reader, format], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    out += chunk;
  });
  const closed = once(child, 'close');
  child.stdin.write(before);
  let [sent, id] = [0, 0];
  while (sent < size) {
    const block = Array.from({ length: 250 }, () => one(id++)).join('');
    sent += block.length;
    if (!child.stdin.write(block)) await once(child.stdin, 'drain');
  }
  child.stdin.end(after);
  await closed;
  const { documents, bytes } = JSON.parse(out);
  assert.ok(documents >= id, `${documents} of ${id} documents were read`);
  return bytes;
}

for (const format of ['jsonl', 'json', 'csv'] as const) {
  test(`${format}: a large file needs no more memory than a small one`, async () => {
    const grown = (await memoryFor(format, large)) - (await memoryFor(format, small));
    assert.ok(grown < (large - small) / 2, `${(grown / 1e6).toFixed(0)} MB more`);
  });
}
