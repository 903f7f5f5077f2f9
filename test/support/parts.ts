import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMilvusLite } from '../../embedded/milvus-lite.ts';
import { freePort } from '../../embedded/port.ts';
import { startPostgres } from '../../embedded/postgres.ts';
import { embeddingConfig } from '../../embedding/config.ts';
import { startEmbedding } from '../../embedding/server.ts';
import { type Database, database } from '../../lib/database/database.ts';
import { setLogLevel } from '../../lib/log.ts';
import { readSettings, type Settings } from '../../lib/settings.ts';
import { until } from './until.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const logLevel = process.env.KITEGRAPH_LOG_LEVEL ?? 'error';
setLogLevel(logLevel);

/** A part that can go away and come back at the same address. */
export interface Part extends AsyncDisposable {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Real PostgreSQL, Milvus Lite and embedding service, in a directory that goes with them. */
export interface Parts extends AsyncDisposable {
  /** For any service: the addresses of the parts, and port 0. */
  settings: Settings;
  /** The same as environment variables. */
  env: Record<string, string>;
  postgres: Part;
  milvus: Part;
  embedding: Part;
  /** Looks into PostgreSQL itself. */
  database<T>(look: (db: Database) => Promise<T>): Promise<T>;
}

export async function bootParts(): Promise<Parts> {
  await using started = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-parts-'));
  started.defer(() => rm(dataDir, { recursive: true, force: true }));
  const [milvusPort, embeddingPort] = [await freePort(), await freePort()];
  const postgresPort = await freePort();
  let databaseUrl = '';
  const postgres = started.use(
    part(async () => {
      const running = await startPostgres({ dataDir, port: postgresPort });
      databaseUrl = running.url;
      return running;
    }),
  );
  await postgres.start();
  const env = {
    KITEGRAPH_DATA_DIR: dataDir,
    KITEGRAPH_INDEX_PORT: '0',
    KITEGRAPH_QUERY_PORT: '0',
    KITEGRAPH_OPS_PORT: '0',
    KITEGRAPH_EMBEDDING_PORT: String(embeddingPort),
    KITEGRAPH_LOG_LEVEL: logLevel,
    DATABASE_URL: databaseUrl,
    MILVUS_ADDRESS: `127.0.0.1:${milvusPort}`,
    EMBEDDING_URL: `http://127.0.0.1:${embeddingPort}`,
  };
  const settings = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR, ...env }, []);
  const venv = join(settings.runtimeDir, 'venv');
  const milvus = started.use(part(() => startMilvusLite({ venv, dataDir, port: milvusPort })));
  const embedding = started.use(part(() => startEmbedding(embeddingConfig(settings))));
  await Promise.all([milvus.start(), embedding.start()]);
  const all = started.move();
  return {
    settings,
    env,
    postgres,
    milvus,
    embedding,
    async database(look) {
      await using db = database({ url: databaseUrl });
      return await look(db);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function part(launch: () => Promise<AsyncDisposable>): Part {
  let running: AsyncDisposable | undefined;
  const stop = async () => {
    await running?.[Symbol.asyncDispose]();
    running = undefined;
  };
  return {
    async start() {
      running ??= await launch();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Runs `accept` while no worker may touch a collection: what it sends waits until it has returned. */
export async function whileNobodyWorks<T>(
  parts: Parts,
  collection: string,
  accept: () => Promise<T>,
): Promise<T> {
  await using db = database({ url: parts.env.DATABASE_URL as string });
  const [view] = await db.query<{ id: string }>(
    'select serving_view as id from collections where name = $1',
    [collection],
  );
  const held = await until('workers to leave the collection alone', () =>
    db.withAdvisoryLock(`view ${view?.id}`, async () => ({ accepted: await accept() })),
  );
  await db.query(`select pg_notify('kitegraph_work', $1)`, [view?.id]);
  return (held as { accepted: T }).accepted;
}

/** A service in a process of its own, by its main program, that a test may kill. */
export interface Victim extends AsyncDisposable {
  url: string;
  /** Ends it at once, as `kill -9` does, and resolves when it is gone. */
  kill(): Promise<void>;
  /** Stops it where it stands: its connections stay open, and it does nothing. */
  freeze(): void;
  thaw(): void;
}

/** @param main its path in the repository, such as subgraphs/index/main.ts */
export async function startVictim(main: string, env: Record<string, string>): Promise<Victim> {
  const child = fork(join(root, main), { env: { ...process.env, ...env } });
  const exited = once(child, 'exit');
  const ready = new Promise<string>((resolve) =>
    child.once('message', ({ ready: url }: { ready: string }) => resolve(url)),
  );
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    child.kill('SIGCONT');
    await exited;
  };
  const failed = exited.then(([code, signal]) =>
    Promise.reject(new Error(`${main} ended: ${signal ?? code}`)),
  );
  failed.catch(() => undefined);
  return {
    url: await Promise.race([ready, failed]),
    kill: () => end('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
}
