import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { indexClient } from '../support/indexing.ts';
import { bootStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

const LEFT = 12 * 1024 * 1024;

/** A small disk of its own; undefined where this machine does not let us have one. */
async function smallDisk(): Promise<{ path: string; [Symbol.asyncDispose](): Promise<void> } | undefined> {
  const path = await mkdtemp(join(tmpdir(), 'kitegraph-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=700m,mode=755', 'none', path], { stdio: 'ignore' });
  } catch {
    await rm(path, { recursive: true });
    return undefined;
  }
  return {
    path,
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['--lazy', path]);
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** Fills a disk but for `left` bytes. */
async function fill(path: string, left: number): Promise<void> {
  const file = await open(path, 'a');
  try {
    const { bavail, bsize } = await statfs(path);
    const chunk = Buffer.alloc(1024 * 1024, 1);
    for (let size = bavail * bsize - left; size > 0; size -= chunk.length) await file.write(chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await file.close();
  }
}

test('on a full disk changes are refused and searches go on; when there is room again, so does all else', async (t) => {
  await using disk = await smallDisk();
  if (!disk) return t.skip('this machine does not let us mount a small disk');
  await using stack = await bootStack('one', { KITEGRAPH_DATA_DIR: join(disk.path, 'data') });
  const client = indexClient(stack.url);
  const vector = Array.from({ length: 384 }, (_, n) => Math.sin(n + 1));
  const add = (n: number, content = `kept ${n}`) =>
    client.add({ collection: 'full', documents: [{ documentId: `d${n}`, content, vector }] });
  const found = async () =>
    (
      await client.data(
        '{ search(input: { collections: ["full"], text: "kept", mode: KEYWORD }, first: 100) { totalCount } }',
      )
    ).search.totalCount;
  await client.create({ name: 'full' });
  for (let n = 0; n < 5; n++) await client.progress((await add(n)).job.id);
  assert.equal(await found(), 5);

  const filler = join(disk.path, 'filler');
  await fill(filler, LEFT);
  const acknowledged: number[] = [];
  let refusal: { message: string; extensions: Record<string, unknown> } | undefined;
  // Text that does not compress, until there is no room for more.
  for (let n = 100; !refusal && n < 400; n++) {
    const noise = Array.from({ length: 8_000 }, () => Math.random().toString(36).slice(2)).join(' ');
    const { error, job } = await add(n, `kept ${noise}`);
    if (job) acknowledged.push(n);
    refusal = error;
    if (!refusal) await fill(filler, 2 * 1024 * 1024);
  }
  assert.ok(refusal, 'a change was refused');
  assert.match(String(refusal.extensions.code), /^(PART_UNAVAILABLE|SUBGRAPH_)/);
  assert.ok((await found()) >= 5, 'searches go on');

  await rm(filler);
  const { job } = await until(
    'changes to be accepted again',
    async () => {
      const answer = await add(999, 'kept after all');
      if (answer.error) assert.match(String(answer.error.extensions.code), /^(PART_UNAVAILABLE|SUBGRAPH_)/);
      return answer;
    },
    ({ error }) => !error,
  );
  assert.equal((await client.progress(job.id)).at(-1)?.job.status, 'COMPLETED');
  for (const n of [0, 4, ...acknowledged])
    assert.ok(await client.document('full', `d${n}`), `d${n} was acknowledged`);
});
