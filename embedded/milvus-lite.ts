import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { logger } from '../lib/log.ts';
import { type Child, startChild } from './child.ts';
import { answersMilvus } from './grpc-ready.ts';
import { type Kept, keepRunning } from './kept.ts';
import { freePort } from './port.ts';
import { endOrphan, noteTenancy } from './tenancy.ts';

/** The stock server with its unsafe and slow parts replaced. */
const program = fileURLToPath(new URL('milvus-lite/server.py', import.meta.url));
/** What the program puts before a line that an operator should see. */
const WARNING = 'WARNING ';
const START_SECONDS = 60;

export interface MilvusLite extends Kept {
  /** host:port; the same after the server was started anew. */
  readonly address: string;
}

interface Place {
  /** The virtual environment that holds milvus-lite. */
  venv: string;
  dataDir: string;
  port: number;
}

/**
 * Starts the Milvus Lite server on the loopback address with its data in `<dataDir>/milvus` and resolves when it
 * answers. A server that ends by itself is started anew on the same port. It ends when this process does; one that was
 * left running all the same is ended first.
 */
export async function startMilvusLite(o: {
  venv: string;
  dataDir: string;
  /** @default a free one */
  port?: number;
}): Promise<MilvusLite> {
  const dataDir = resolve(o.dataDir);
  await endOrphan(dataDir, 'milvus', 'SIGINT');
  const place = { venv: o.venv, dataDir, port: o.port || (await freePort()) };
  const server = await keepRunning('Milvus Lite', logger('milvus-lite'), () => launch(place));
  return Object.assign(server, { address: addressOf(place) });
}

function addressOf({ port }: Place): string {
  return `127.0.0.1:${port}`;
}

async function launch(place: Place): Promise<Child> {
  const data = join(place.dataDir, 'milvus');
  await mkdir(data, { recursive: true });
  const log = logger('milvus-lite');
  const lines: string[] = [];
  const child = await startChild({
    command: join(place.venv, 'bin', 'python'),
    args: [program, 'server', '--data-dir', data, '--host', '127.0.0.1', '--port', String(place.port)],
    // More than two arenas of memory made a server of many threads grow to nearly twice the size.
    env: { ...process.env, MALLOC_ARENA_MAX: '2', PYTHONUNBUFFERED: '1' },
    stopSignal: 'SIGINT',
    onLine(line) {
      if (line.startsWith(WARNING)) log.warn(line.slice(WARNING.length));
      else log.debug(line);
      if (lines.push(line) > 20) lines.shift();
    },
  });
  const address = addressOf(place);
  try {
    await noteTenancy(place.dataDir, 'milvus', child.pid);
    await answering(child, address);
    log.info({ address, pid: child.pid }, 'Milvus Lite answers');
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
