import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gone } from '../embedded/test-support.ts';

const run = promisify(execFile);
const here = fileURLToPath(new URL('./', import.meta.url));

/** A small repository with our run.mjs, a script, and a lock file that asks for one package from the disk. */
async function repository(script: string): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'kitegraph-run-'));
  await mkdir(join(path, 'setup'));
  for (const name of (await readdir(here)).filter((name) => name.endsWith('.mjs'))) {
    await cp(join(here, name), join(path, 'setup', name));
  }
  await writeFile(
    join(path, 'package.json'),
    '{ "name": "small", "version": "1.0.0", "type": "module", "scripts": { "start": "node setup/run.mjs script.ts" } }',
  );
  await writeFile(join(path, 'script.ts'), script);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Starts the script, by run.mjs itself or by npm, and resolves when it has written its process id. */
async function started(root: string, [program, ...args] = [process.execPath, 'setup/run.mjs', 'script.ts']) {
  // npm runs the first `node` of the path: it must be one that runs TypeScript, for the small repository brings none.
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
  const starter = spawn(program as string, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(starter, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const lines = createInterface({ input: starter.stdout as NodeJS.ReadableStream });
  const ended = exited.then(() => assert.fail('the script did not start'));
  const [pid] = await Promise.race([once(lines, 'line'), ended]);
  ended.catch(() => {});
  return { starter, exited, pid: Number(pid) };
}

const WAITING = `
  const only: NodeJS.Signals = 'SIGTERM';
  process.once(only, () => process.exit(41));
  process.once('SIGINT', () => process.exit(42));
  setInterval(() => {}, 60_000);
  console.log(process.pid);`;

test('a script gets its arguments, and its exit code is passed on', async () => {
  await using root = await repository('console.log(process.argv.slice(2).join(" ")); process.exitCode = 7;');
  const failure = await run(process.execPath, ['setup/run.mjs', 'script.ts', 'a', '--b=c'], {
    cwd: root.path,
  }).catch((error) => error);
  assert.equal(failure.code, 7);
  assert.equal(failure.stdout.trim(), 'a --b=c');
});

test('Ctrl-C and the stop signal reach the script, which ends in its own way', async () => {
  await using root = await repository(WAITING);
  for (const [signal, code] of [
    ['SIGTERM', 41],
    ['SIGINT', 42],
  ] as const) {
    const { starter, exited } = await started(root.path);
    starter.kill(signal);
    assert.equal((await exited)[0], code);
  }
});

test('nothing runs on after kill -9 of run.mjs', async () => {
  await using root = await repository(WAITING);
  const { starter, exited, pid } = await started(root.path);
  starter.kill('SIGKILL');
  await exited;
  await gone(pid);
});

test('nothing runs on after kill -9 of npm', async () => {
  await using root = await repository(WAITING);
  const { starter, exited, pid } = await started(root.path, ['npm', 'start', '--silent']);
  starter.kill('SIGKILL');
  await exited;
  await gone(pid);
});

test('packages are installed where they are missing, and not again, whoever installed them', async () => {
  await using root = await repository('import { word } from "piece"; console.log(word);');
  await mkdir(join(root.path, 'piece'));
  await writeFile(
    join(root.path, 'piece', 'package.json'),
    '{ "name": "piece", "version": "1.0.0", "main": "piece.js" }',
  );
  await writeFile(join(root.path, 'piece', 'piece.js'), 'exports.word = "found";');
  await run('npm', ['install', '--package-lock-only', './piece'], { cwd: root.path });
  const start = () => run(process.execPath, ['setup/run.mjs', 'script.ts'], { cwd: root.path });

  const first = await start();
  assert.equal(first.stdout.trim(), 'found');
  assert.match(first.stderr, /Installing .*npm ci/);
  const again = await start();
  assert.equal(again.stdout.trim(), 'found');
  assert.equal(again.stderr, '');

  await rm(join(root.path, 'node_modules'), { recursive: true });
  await run('npm', ['ci'], { cwd: root.path });
  assert.equal((await start()).stderr, '', "the person's own npm ci counts");
});

test('without npm set-up says where to get it, in one line', async () => {
  await using root = await repository('');
  await mkdir(join(root.path, 'bin'));
  await symlink(process.execPath, join(root.path, 'bin', 'node'));
  const env = { PATH: join(root.path, 'bin') };
  const failure = await run(process.execPath, ['setup/run.mjs', 'script.ts'], { cwd: root.path, env }).catch(
    (error) => error,
  );
  assert.equal(failure.code, 1);
  assert.match(failure.stderr, /^npm is missing\. Install it .*$/m);
});

test('an npm registry that cannot be reached is told in one line, with the setting to check', async () => {
  await using root = await repository('');
  await writeFile(
    join(root.path, 'package.json'),
    '{ "name": "small", "version": "1.0.0", "dependencies": { "pg": "8.23.1" } }',
  );
  const env = {
    ...process.env,
    npm_config_registry: 'http://127.0.0.1:9',
    npm_config_fetch_retries: '0',
    npm_config_cache: root.path,
  };
  const failure = await run(process.execPath, ['setup/run.mjs', 'script.ts'], { cwd: root.path, env }).catch(
    (error) => error,
  );
  assert.equal(failure.code, 1);
  assert.match(
    failure.stderr,
    /^npm cannot reach its registry \(ECONNREFUSED\)\. .*npm config get registry$/m,
  );
});
