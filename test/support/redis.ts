import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@keyv/redis';
import { type Child, startChild } from '../../embedded/child.ts';
import { freePort } from '../../embedded/port.ts';
import { readSettings } from '../../lib/settings.ts';
import { until } from './until.ts';

/** A real redis-server on a port of its own. */
export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  /** Ends the server; its address stays the same. */
  stop(): Promise<void>;
  /** Starts it again, empty. */
  start(): Promise<void>;
  /** Stops the process where it stands (SIGSTOP): connections stay open, nothing answers. */
  freeze(): void;
  thaw(): void;
}

export async function startTestRedis(): Promise<TestRedis> {
  const { runtimeDir } = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []);
  const command = join(runtimeDir, 'test-venv', 'bin', 'redis-server');
  const dir = await mkdtemp(join(tmpdir(), 'kitegraph-redis-'));
  const pidFile = join(dir, 'pid');
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: Child | undefined;
  let pid = 0;

  async function start(): Promise<void> {
    const args = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      dir,
      '--save',
      '',
      '--pidfile',
      pidFile,
    ];
    child = await startChild({ command, args: [...args, '--daemonize', 'no'], graceSeconds: 2 });
    pid = await untilReady(url, child);
  }
  const stop = async () => {
    await child?.[Symbol.asyncDispose]();
    child = undefined;
  };
  await start();
  return {
    url,
    start,
    stop,
    freeze: () => void process.kill(pid, 'SIGSTOP'),
    thaw: () => void process.kill(pid, 'SIGCONT'),
    async [Symbol.asyncDispose]() {
      if (child) process.kill(pid, 'SIGCONT');
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Waits until the server answers. @returns its process id */
async function untilReady(url: string, child: Child): Promise<number> {
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  return until('redis-server to answer', async () => {
    if (ended) throw new Error('redis-server ended at its start');
    const client = createClient({ url, socket: { reconnectStrategy: false } });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const info = await client.info('server');
      return Number(/process_id:(\d+)/.exec(info)?.[1]);
    } catch {
      return 0;
    } finally {
      if (client.isOpen) client.destroy();
    }
  });
}
