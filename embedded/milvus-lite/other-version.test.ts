import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { logger } from '../../lib/log.ts';
import { startMilvusLite } from '../milvus-lite.ts';
import { temporaryDir, venv } from '../test-support.ts';
import { runProgram } from './run-program.ts';

/** The environment of Milvus Lite, with one that says that it is of another version. */
async function otherVersion(dir: string): Promise<string> {
  const path = join(import.meta.dirname, 'other-version');
  await mkdir(join(dir, 'bin'));
  await writeFile(
    join(dir, 'bin', 'python'),
    `#!/bin/sh\nPYTHONPATH='${path}' exec '${join(venv, 'bin', 'python')}' "$@"\n`,
  );
  await chmod(join(dir, 'bin', 'python'), 0o755);
  return dir;
}

async function warningsOf(start: () => Promise<AsyncDisposable>): Promise<string[]> {
  const log = logger('milvus-lite');
  const warnings: string[] = [];
  const { warn } = log;
  log.warn = (line: unknown) => void warnings.push(String(line));
  try {
    await (await start())[Symbol.asyncDispose]();
  } finally {
    log.warn = warn;
  }
  return warnings;
}

test('a Milvus Lite of another version runs as it is, and the log warns of it and says what to do', async () => {
  await using dir = await temporaryDir();
  await using place = await temporaryDir();
  const other = await otherVersion(place.path);
  const warnings = await warningsOf(() => startMilvusLite({ venv: other, dataDir: dir.path }));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /3\.3\.0 runs as it is, with one write at a time.*3\.2\.2.*MILVUS_ADDRESS/);
});

test('the Milvus Lite that Kitegraph installs starts without a warning', async () => {
  await using dir = await temporaryDir();
  assert.deepEqual(await warningsOf(() => startMilvusLite({ venv, dataDir: dir.path })), []);
});

test('in another version writes wait for each other and for reads, and reads do not', async () => {
  assert.deepEqual(JSON.parse(await runProgram('turns_meet.py')), {
    'Search Query': true,
    'Insert Insert': false,
    'Upsert Flush': false,
    'LoadCollection Search': false,
    'Delete GetVersion': true,
  });
});

test('another version loses no acknowledged row to writers, flushes and readers at once', async () => {
  const found = JSON.parse(await runProgram('under_load.py', '--kind', 'other', '--seconds', '4'));
  const { rounds, ...wrong } = found;
  assert.ok(rounds > 0);
  for (const [what, count] of Object.entries(wrong)) assert.equal(count, 0, what);
});
