import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { PartUnavailable } from '../errors.ts';
import { logger } from '../log.ts';
import type { Database, Queryable } from './database.ts';

const directory = new URL('./migrations/', import.meta.url);

/**
 * Brings the schema of PostgreSQL up to date: runs every migrations/NNNN_name.sql that has not run yet, in order, each
 * once, forward only. Safe when several services start at once: the first takes a lock, the others wait for it.
 * @throws Error where the database cannot hold every text, or a migration fails
 */
export async function migrate(db: Database): Promise<void> {
  const files = readdirSync(directory)
    .filter((file) => /^\d{4}_\w+\.sql$/.test(file))
    .sort();
  await requireUtf8(db);
  await db.transaction(async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtextextended('kitegraph migrations', 0))");
    await tx.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    const applied = new Set(
      (await tx.query<{ name: string }>('select name from migrations')).map((row) => row.name),
    );
    for (const file of files.filter((name) => !applied.has(name))) {
      await tx.query(readFileSync(new URL(file, directory), 'utf8'));
      await tx.query('insert into migrations (name) values ($1)', [file]);
      logger('postgres').info({ migration: file }, 'migrated');
    }
  });
}

async function requireUtf8(db: Queryable): Promise<void> {
  const [row] = await db.query<{ name: string; encoding: string }>(
    `select current_database() as name, current_setting('server_encoding') as encoding`,
  );
  if (!row || row.encoding === 'UTF8') return;
  throw new Error(
    `the database "${row.name}" of DATABASE_URL is in ${row.encoding}, which cannot hold every text. Make another: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
  );
}

/**
 * Migrates as soon as PostgreSQL is there: for a service that starts without it. Resolves without having migrated where
 * `signal` aborts first.
 * @throws where a migration itself fails
 */
export async function migrateWhenThere(db: Database, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await migrate(db);
    } catch (error) {
      if (!(error instanceof PartUnavailable)) throw error;
      await delay(500, undefined, { signal }).catch(() => undefined);
    }
  }
}
