import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { logger } from '../lib/log.ts';
import { type Child, keeper, startChild } from './child.ts';
import { type Kept, keepRunning } from './kept.ts';
import { freePort } from './port.ts';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { CLUSTER, forgetZombie, OWNER, openCluster } from './postgres-cluster.ts';
import { asUser, type PostgresUser, postgresUser } from './postgres-user.ts';
import { endOrphan, noteTenancy } from './tenancy.ts';

/** The database. */
const NAME = 'kitegraph';
/** Rows survive power loss too: PostgreSQL's own defaults (fsync, synchronous_commit) are left as they are. */
const SETTINGS = { listen_addresses: '127.0.0.1', unix_socket_directories: '', lc_messages: 'C' };
/** How long a server that was killed may take to be gone: its lock file and memory are in the way until then. */
const TAKEOVER_SECONDS = 30;

export interface Postgres extends Kept {
  /** postgres://… of the database `kitegraph`, with the password; the same after the server was started anew. */
  readonly url: string;
}

/**
 * Starts a real PostgreSQL on the loopback address with its data in `<dataDir>/postgres`, made at the first start with
 * a password of its own (`<dataDir>/postgres.password`, readable by us only). Works as root too: PostgreSQL then runs
 * as an unprivileged user. A server that ends by itself is started anew on the same port. It ends when this process
 * does; one that was left running all the same is ended first.
 */
export async function startPostgres(o: {
  dataDir: string;
  /** @default a free one */
  port?: number;
}): Promise<Postgres> {
  const dataDir = resolve(o.dataDir);
  await mkdir(dataDir, { recursive: true });
  await endOrphan(dataDir, 'postgres', 'SIGINT');
  const binaries = await postgresBinaries();
  const user = await postgresUser(dataDir, join(dataDir, CLUSTER), [
    dirname(binaries.postgres),
    dirname(keeper),
  ]);
  const { cluster, password } = await openCluster(dataDir, binaries, user);

  let port = o.port;
  const start = async (): Promise<Child> => {
    for (const end = Date.now() + TAKEOVER_SECONDS * 1000; ; await sleep(200)) {
      const place = port || (await freePort());
      const attempt = await launch(dataDir, cluster, place, binaries, user);
      if ('child' in attempt) {
        port = place;
        return attempt.child;
      }
      const passing = /lock file|shared memory block|Address already in use/.test(attempt.failure);
      if (!passing || Date.now() > end) throw new Error(`PostgreSQL did not start: ${attempt.failure}`);
    }
  };
  const server = await keepRunning('PostgreSQL', logger('postgres'), async () => {
    await forgetZombie(cluster);
    return start();
  });
  const url = (database: string) => `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
  await ensureDatabase(url).catch(async (error) => {
    await server[Symbol.asyncDispose]();
    throw error;
  });
  logger('postgres').info({ port, pid: server.pid }, 'PostgreSQL answers');
  return Object.assign(server, { url: url(NAME) });
}

/** Runs the server and resolves when it accepts connections, or with what it wrote when it ended instead. */
async function launch(
  dataDir: string,
  cluster: string,
  port: number,
  binaries: PostgresBinaries,
  user: PostgresUser | undefined,
): Promise<{ child: Child } | { failure: string }> {
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const log = logger('postgres');
  const failures: string[] = [];
  let accept: () => void;
  const accepting = new Promise<void>((resolve) => {
    accept = resolve;
  });
  const child = await startChild({
    ...asUser(user, binaries.postgres, ['-D', cluster, ...settings]),
    stopSignal: 'SIGINT',
    graceSeconds: 20,
    onLine(line) {
      if (line.includes('database system is ready to accept connections')) accept();
      const grave = /(FATAL|PANIC|HINT|could not bind).*/.exec(line);
      if (grave) failures.push(grave[0]);
      log[/(FATAL|PANIC): /.test(line) ? 'warn' : 'debug'](line);
    },
  });
  await noteTenancy(dataDir, 'postgres', child.pid);
  const ended = child.exited.then(() => ({ failure: failures.join(' ') || 'it ended at once' }));
  return Promise.race([accepting.then(() => ({ child })), ended]);
}

async function ensureDatabase(url: (database: string) => string): Promise<void> {
  const client = new pg.Client({ connectionString: url('postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME]);
    if (!rowCount) await client.query(`CREATE DATABASE ${NAME}`);
  } finally {
    await client.end();
  }
}
