import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { canRunAsPlainUser, plainUser } from '../embedded/test-support.ts';
import { requireRoom } from './disk.ts';
import { explain } from './explain.ts';

const run = promisify(execFile);

test('a folder that cannot be written is named before anything is put there', async (t) => {
  const asRoot = process.getuid?.() === 0;
  if (asRoot && !(await canRunAsPlainUser())) return t.skip('root may write everywhere');
  const closed = await mkdtemp(join(tmpdir(), 'kitegraph-closed-'));
  await chmod(closed, 0o555);
  try {
    const modules = ['disk.ts', 'explain.ts'].map((name) => new URL(name, import.meta.url).href);
    const script = `
      const [{ requireRoom }, { explain }] = await Promise.all(${JSON.stringify(modules)}.map((name) => import(name)));
      console.log(await requireRoom('${closed}/data/deeper', 1).catch(explain));`;
    const options = { cwd: '/', ...(asRoot && plainUser) };
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], options);
    assert.ok(stdout.startsWith(`No permission for ${closed}. Give it to your user`), stdout);
  } finally {
    await rm(closed, { recursive: true });
  }
});

test('a disk with room is taken, one without is told with what is needed and what is free', async () => {
  await requireRoom(join(tmpdir(), 'kitegraph', 'not', 'there', 'yet'), 1);
  const refusal = await requireRoom(tmpdir(), 1e18).then(() => '', explain);
  assert.match(
    refusal,
    /^The disk is full: 1000000000000\.0 MB are needed in .*, [\d.]+ MB are free\. Free some space/,
  );
});
