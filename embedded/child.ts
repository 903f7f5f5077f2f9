import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The script that ties a child to its starter; a user that a child runs as must be able to read it. */
export const keeper = fileURLToPath(new URL('keeper.sh', import.meta.url));

export interface ChildOptions {
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  /** Run as this user (needs root). */
  user?: { uid: number; gid: number };
  /** What asks the program to stop cleanly. @default 'SIGINT' */
  stopSignal?: 'SIGINT' | 'SIGTERM' | 'SIGQUIT';
  /** How long it may take to stop before it is killed. @default 10 */
  graceSeconds?: number;
  /** Gets each line that the program writes on standard output or standard error. */
  onLine?: (line: string) => void;
}

export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** Resolves when the program has ended, however it came about. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/**
 * Starts a program that ends when this process does, also by `kill -9` (keeper.sh). It runs in a session of its own,
 * so that Ctrl-C in a terminal reaches this process only, which stops its children in the order it needs.
 */
export async function startChild(o: ChildOptions): Promise<Child> {
  if (process.platform === 'win32') {
    throw new Error(
      'The embedded stores need Linux or macOS. On Windows run Kitegraph in WSL, or give the addresses of servers.',
    );
  }
  const grace = o.graceSeconds ?? 10;
  const signal = (o.stopSignal ?? 'SIGINT').slice(3);
  const child = spawn('/bin/sh', [keeper, signal, String(grace), o.command, ...o.args], {
    cwd: '/',
    env: o.env ?? process.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    ...o.user,
  });
  await started(child);
  const pid = child.pid as number;
  child.stdin.on('error', () => {});
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => o.onLine?.(line));
  }
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, by) => {
      child.stdin.end('gone\n');
      resolve({ code, signal: by });
    });
  });
  return {
    pid,
    exited,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      // The keeper does the rest; this is for a keeper that somebody killed.
      const late = setTimeout(() => child.kill('SIGKILL'), (grace + 2) * 1000);
      await exited;
      clearTimeout(late);
    },
  };
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}
