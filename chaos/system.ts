import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../embedded/port.ts';
import { startStack } from '../launch/stack.ts';
import { readSettings } from '../lib/settings.ts';

/** The product, running, with what of it can be killed. */
export interface System extends AsyncDisposable {
  url(): string;
  /** What can be killed, by name. */
  victims(): string[];
  /** Kills a part at once, as `kill -9` does. Whoever looks after it starts it again. */
  kill(victim: string): Promise<void>;
}

const root = fileURLToPath(new URL('../', import.meta.url));
const WITHIN_MS = 120_000;

const environment = (dataDir: string, port: number, form: string) => ({
  KITEGRAPH_DATA_DIR: dataDir,
  KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR,
  KITEGRAPH_PORT: String(port),
  KITEGRAPH_PROCESSES: form,
  KITEGRAPH_LOG_LEVEL: 'silent',
  KITEGRAPH_QUERY_PORT: '0',
  KITEGRAPH_INDEX_PORT: '0',
  KITEGRAPH_OPS_PORT: '0',
  KITEGRAPH_EMBEDDING_PORT: '0',
});

/** Each service a process of its own: they and the stores are killed one by one, and started again by the launcher. */
export async function inProcesses(dataDir: string): Promise<System> {
  const stack = await startStack(readSettings(environment(dataDir, await freePort(), 'each'), []));
  const pids = (): Record<string, number | undefined> => ({
    ...Object.fromEntries(
      Object.entries(stack.services).map(([name, service]) => [name, (service as { pid?: number }).pid]),
    ),
    postgres: stack.stores.embedded.postgres?.pid,
    milvus: stack.stores.embedded.milvus?.pid,
  });
  return {
    url: () => stack.url,
    victims: () => ['index', 'index', 'query', 'ops', 'gateway', 'embedding', 'postgres', 'milvus'],
    async kill(victim) {
      const pid = pids()[victim];
      if (pid) endNow(pid);
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

/** Everything in one process: it is killed as a whole, its stores end with it, and it is started again. */
export async function inOneProcess(dataDir: string): Promise<System> {
  const port = await freePort();
  const env = { ...process.env, ...environment(dataDir, port, 'one') } as NodeJS.ProcessEnv;
  const url = `http://127.0.0.1:${port}`;
  const start = () => fork(join(root, 'start.ts'), { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  let child = start();
  const ready = async () => {
    for (const end = Date.now() + WITHIN_MS; Date.now() < end; await delay(100)) {
      if (
        await fetch(`${url}/health`).then(
          () => true,
          () => false,
        )
      )
        return;
    }
    throw new Error('the product did not start within two minutes');
  };
  await ready();
  return {
    url: () => url,
    victims: () => ['everything'],
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      child = start();
      await ready();
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is being started again just now.
  }
}
