import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { logger } from '../lib/log.ts';
import { type Child, startChild } from './child.ts';
import { answersMilvus } from './grpc-ready.ts';
import { freePort } from './port.ts';
import { endOrphan, noteTenancy } from './tenancy.ts';

/** The stock server with its slowest function replaced. */
const program = fileURLToPath(new URL('lite/server.py', import.meta.url));
const START_SECONDS = 60;
const LONGEST_PAUSE = 30_000;

export interface MilvusLite extends AsyncDisposable {
  /** host:port; the same after the server was started anew. */
  readonly address: string;
  /** The server's process now. */
  readonly pid: number;
  /** Resolves when the server has ended for good, which it does only when it is disposed. */
  readonly exited: Promise<void>;
}

/**
 * Starts the Milvus Lite server on the loopback address with its data in `<dataDir>/milvus` and resolves when it
 * answers. A server that ends by itself is started anew on the same port, after a pause that doubles with each failure.
 * It ends when this process does; one that was left running all the same is ended first.
 */
export async function startMilvusLite(o: {
  /** The virtual environment that holds milvus-lite. */
  venv: string;
  dataDir: string;
  /** @default a free one */
  port?: number;
}): Promise<MilvusLite> {
  const log = logger('milvus-lite');
  const dataDir = resolve(o.dataDir);
  await endOrphan(dataDir, 'milvus', 'SIGINT');
  const port = o.port || (await freePort());
  const address = `127.0.0.1:${port}`;
  let child = await launch({ ...o, dataDir, port, address });
  const stopping = new AbortController();
  const exited = keepRunning();

  async function keepRunning(): Promise<void> {
    for (let failures = 0; ; failures++) {
      const began = performance.now();
      const end = await child.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - began > 2 * LONGEST_PAUSE) failures = 0;
      const pause = Math.min(250 * 2 ** failures, LONGEST_PAUSE);
      log.warn({ ...end, pause }, 'Milvus Lite ended by itself and is started anew');
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      await launch({ ...o, dataDir, port, address }).then(
        async (next) => {
          child = next;
          if (stopping.signal.aborted) await next[Symbol.asyncDispose]();
        },
        (error) => log.error({ error: error.message }, 'Milvus Lite did not start'),
      );
    }
  }

  return {
    address,
    get pid() {
      return child.pid;
    },
    exited,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await child[Symbol.asyncDispose]();
      await exited;
    },
  };
}

async function launch(o: { venv: string; dataDir: string; port: number; address: string }): Promise<Child> {
  const data = join(o.dataDir, 'milvus');
  await mkdir(data, { recursive: true });
  const log = logger('milvus-lite');
  const lines: string[] = [];
  const child = await startChild({
    command: join(o.venv, 'bin', 'python'),
    args: [program, 'server', '--data-dir', data, '--host', '127.0.0.1', '--port', String(o.port)],
    // More than one thread of linear algebra made concurrent searches slower.
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1', PYTHONUNBUFFERED: '1' },
    stopSignal: 'SIGINT',
    onLine(line) {
      log.debug(line);
      if (lines.push(line) > 20) lines.shift();
    },
  });
  try {
    await noteTenancy(o.dataDir, 'milvus', child.pid);
    await answering(child, o.address);
    log.info({ address: o.address, pid: child.pid }, 'Milvus Lite answers');
    return child;
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw new Error(`Milvus Lite did not start: ${lines.at(-1) ?? (error as Error).message}`, {
      cause: error,
    });
  }
}

async function answering(child: Child, address: string): Promise<void> {
  let ended = false;
  child.exited.then(() => {
    ended = true;
  });
  for (const end = Date.now() + START_SECONDS * 1000; Date.now() < end; await sleep(50)) {
    if (ended) throw new Error('it ended at once');
    if (await answersMilvus(address)) return;
  }
  throw new Error(`no answer within ${START_SECONDS} s`);
}
