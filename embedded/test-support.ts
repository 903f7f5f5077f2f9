/** For the tests of this folder: directories and owners that go away with the test. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setLogLevel } from '../lib/log.ts';
import { readSettings } from '../lib/settings.ts';
import { endProcess, identify, isRunning } from './process.ts';

const run = promisify(execFile);
setLogLevel('silent');

export const venv = join(readSettings(process.env, []).runtimeDir, 'venv');

export async function temporaryDir(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'kitegraph-embedded-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 20 }) };
}

interface Owned {
  postgres: { pid: number; url: string };
  milvus: { pid: number; address: string };
  error?: string;
}

/** Another Kitegraph: a process that owns the named stores of a data directory (test-owner.ts). */
export async function startOwner(dataDir: string, parts: string[], as?: { uid: number; gid: number }) {
  const script = fileURLToPath(new URL('test-owner.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, dataDir, ...parts], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, KITEGRAPH_LOG_LEVEL: 'silent' },
    ...as,
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [first] = await Promise.race([once(lines, 'line'), once(child, 'close').then(() => ['{}'])]);
  return {
    pid: child.pid as number,
    owned: JSON.parse(first as string) as Owned,
    /** As `kill -9` does. */
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Waits for a process to be gone. Fails when it is still there after half a minute. */
export async function gone(pid: number): Promise<void> {
  const identity = identify(pid);
  for (const end = Date.now() + 30_000; identity && isRunning(identity); await sleep(20)) {
    if (Date.now() > end) throw new Error(`process ${pid} still runs`);
  }
}

/** Kills the watcher that ties the store to its owner: the one `sh` in the session that the store leads. */
export async function killWatcher(store: number): Promise<void> {
  for (const name of await readdir('/proc')) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const [, command, rest = ''] = /^\d+ \((.*)\) (.*)/s.exec(stat) ?? [];
    const watcher = identify(Number(name));
    if (command === 'sh' && Number(rest.split(' ')[3]) === store && watcher) {
      return endProcess(watcher, 'SIGKILL', 5000);
    }
  }
  throw new Error(`process ${store} has no watcher`);
}

export const plainUser = { uid: 65534, gid: 65534 };

/** Whether tests can run a part of this repository as another user: we are root, and it does not lie in a closed folder. */
export async function canRunAsPlainUser(): Promise<boolean> {
  const read = ['-e', 'fs.readFileSync(process.argv[1])', fileURLToPath(import.meta.url)];
  if (process.getuid?.() !== 0) return false;
  return run(process.execPath, read, { cwd: '/', ...plainUser }).then(
    () => true,
    () => false,
  );
}
