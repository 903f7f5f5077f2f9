import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { lockDataDir } from './lock.ts';
import { startOwner, temporaryDir } from './test-support.ts';

test('a data directory has one owner: a second is told the process id and what to do', async () => {
  await using dir = await temporaryDir();
  await using first = await startOwner(dir.path, ['lock']);
  await assert.rejects(lockDataDir(dir.path), {
    name: 'InUse',
    message: `${dir.path} is in use by process ${first.pid}. Stop that process (kill ${first.pid}), or set KITEGRAPH_DATA_DIR to another directory.`,
  });
});

test('a data directory is free again after kill -9 of its owner', async () => {
  await using dir = await temporaryDir();
  const first = await startOwner(dir.path, ['lock']);
  await first.kill();
  await using _mine = await lockDataDir(dir.path);
});

test('a data directory is free again when its owner lets it go', async () => {
  await using dir = await temporaryDir();
  for (let round = 0; round < 3; round++) {
    await using _mine = await lockDataDir(dir.path);
    await assert.rejects(lockDataDir(dir.path), { name: 'InUse' });
  }
  assert.equal((await readdir(join(dir.path, 'run'))).length, 1, 'old owners leave nothing behind');
});

test('of several that follow a dead owner exactly one gets the data directory', async () => {
  await using dir = await temporaryDir();
  const dead = await startOwner(dir.path, ['lock']);
  await dead.kill();
  const tries = await Promise.all(Array.from({ length: 6 }, () => startOwner(dir.path, ['lock'])));
  try {
    assert.equal(tries.filter(({ owned }) => !owned.error).length, 1);
  } finally {
    for (const one of tries) await one.kill();
  }
});
