import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../embedded/postgres.ts';
import { type Database, database } from '../../lib/database/database.ts';

/** A PostgreSQL server that is not ours, as a user may have one. */
export interface OwnServer extends AsyncDisposable {
  /** Makes a database for a plain role, and gives its address. @param how what stands after CREATE DATABASE */
  create(name: string, how: string): Promise<string>;
}

/** A role that may do nothing but what the owner of a database may. */
const ROLE = 'somebody';
const PASSWORD = 'p@ss/word';

export async function startOwnServer(): Promise<OwnServer> {
  await using started = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-own-'));
  started.defer(() => rm(dataDir, { recursive: true, force: true }));
  const server = started.use(await startPostgres({ dataDir }));
  const admin: Database = started.use(database({ url: server.url }));
  await admin.query(`create role ${ROLE} login nosuperuser nocreatedb nocreaterole password '${PASSWORD}'`);
  const all = started.move();
  return {
    async create(name, how) {
      await admin.query(`create database "${name}" template template0 owner ${ROLE} ${how}`);
      const url = new URL(server.url);
      url.username = ROLE;
      url.password = encodeURIComponent(PASSWORD);
      url.pathname = `/${encodeURIComponent(name)}`;
      return url.href;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
