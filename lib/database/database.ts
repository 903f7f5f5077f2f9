import pg from 'pg';
import { PartUnavailable } from '../errors.ts';
import { checkPart, type PartHealth } from '../health.ts';
import { logger } from '../log.ts';
import { isTracing, traced } from '../tracing/tracing.ts';
import { againIfUndone } from './again.ts';
import { Listener } from './listener.ts';

/** Runs SQL: the database itself, or one transaction of it. */
export interface Queryable {
  /**
   * @param name under which each connection prepares the statement once: for what is asked many times a second
   * @throws PartUnavailable where PostgreSQL is away; pg's own error where it refuses the statement.
   */
  query<R extends object>(text: string, params?: unknown[], name?: string): Promise<R[]>;
}

/** The one owner of PostgreSQL in a process. Connects when first used and comes back by itself. */
export interface Database extends Queryable, AsyncDisposable {
  /**
   * Commits when `work` resolves, rolls back when it throws. It is run again where PostgreSQL undid it because of a deadlock, so it
   * changes nothing but the database.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Runs `work` on one connection while it holds the advisory lock; undefined, without running it, where it is taken. */
  withAdvisoryLock<T>(key: string, work: (session: Queryable) => Promise<T>): Promise<T | undefined>;
  health(): Promise<PartHealth>;
  /** Calls back for each NOTIFY; after a lost connection `onReconnect` says that some may have been missed. */
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onReconnect: () => void,
  ): Promise<AsyncDisposable>;
}

/** The name that errors give this part. */
export const POSTGRESQL = 'PostgreSQL';

// Timestamps as Date, bigint as number: positions, revisions and counts stay below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** What a transaction may wait for its process. A frozen one would hold its rows, and all who wait for them, for ever. */
const STALLED_AFTER_MS = 10_000;

/**
 * @param poolSize connections at most, @default 10
 * @param stalledAfterMs PostgreSQL ends a transaction whose process has said nothing for so long, @default 10,000
 */
export function database(options: { url: string; poolSize?: number; stalledAfterMs?: number }): Database {
  const log = logger('postgres');
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    idle_in_transaction_session_timeout: options.stalledAfterMs ?? STALLED_AFTER_MS,
  });
  pool.on('error', (error) => log.warn({ err: error.message }, 'an idle connection was lost'));
  const listener = new Listener(options.url);

  const connect = () => pool.connect().catch((error) => Promise.reject(explain(error)));

  async function withConnection<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await connect();
    let broken: Error | undefined;
    const onError = (error: Error) => {
      broken = error;
    };
    client.on('error', onError);
    try {
      return await work(client);
    } catch (error) {
      const explained = explain(error);
      if (explained instanceof PartUnavailable) broken = explained;
      throw explained;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  return {
    async query<R extends object>(text: string, values: unknown[] = [], name?: string) {
      return tracedQuery(text, () =>
        againIfUndone(() =>
          withConnection(async (client) => (await client.query<R>({ text, values, name })).rows),
        ),
      );
    },
    transaction: (work) =>
      traced('postgresql transaction', { attributes: SYSTEM }, () =>
        againIfUndone(() =>
          withConnection(async (client) => {
            await client.query('begin');
            try {
              const result = await work(queryable(client));
              await client.query('commit');
              return result;
            } catch (error) {
              await client.query('rollback').catch(() => undefined);
              throw error;
            }
          }),
        ),
      ),
    withAdvisoryLock: (key, work) =>
      withConnection(async (client) => {
        const { rows } = await client.query<{ taken: boolean }>(
          'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
          [key],
        );
        if (!rows[0]?.taken) return undefined;
        try {
          return await work(queryable(client));
        } finally {
          await client
            .query('select pg_advisory_unlock(hashtextextended($1, 0))', [key])
            .catch(() => undefined);
        }
      }),
    health: () =>
      checkPart('postgresql', async () => {
        const version = "select current_setting('server_version') as version";
        const { rows } = await withConnection((client) => client.query<{ version: string }>(version));
        return `PostgreSQL ${rows[0]?.version}`;
      }),
    listen: (channel, onPayload, onReconnect) => listener.listen(channel, onPayload, onReconnect),
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]();
      await pool.end();
    },
  };
}

function queryable(client: pg.PoolClient): Queryable {
  return {
    async query<R extends object>(text: string, values: unknown[] = [], name?: string) {
      try {
        return await tracedQuery(text, async () => (await client.query<R>({ text, values, name })).rows);
      } catch (error) {
        // Explained here too: work inside a transaction must be able to tell a lost connection from a refusal.
        throw explain(error);
      }
    },
  };
}

const SYSTEM = { 'db.system.name': 'postgresql' };
const LONGEST_TEXT = 1_000;

/** The text of a statement holds no values: those are its parameters. */
function tracedQuery<T>(text: string, run: () => Promise<T>): Promise<T> {
  if (!isTracing()) return run();
  const statement = text.trim().replace(/\s+/g, ' ').slice(0, LONGEST_TEXT);
  const attributes = { ...SYSTEM, 'db.query.text': statement };
  return traced(`postgresql ${statement.split(' ', 1)[0]}`, { kind: 'client', attributes }, run);
}

/** Tells a lost or refused connection (worth trying again) from a statement that PostgreSQL refuses. */
function explain(error: unknown): unknown {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  // Class 08: connection exceptions; 57P0x: shutting down, crash, starting up; 53300: too many connections; 25P03: a
  // transaction that stood still for too long.
  const lost =
    /^(08...|57P0.|53300|25P03|ECONN.*|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOENT)$/.test(
      code,
    ) ||
    /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after/i.test(
      message,
    );
  if (code === '53100')
    return new PartUnavailable(POSTGRESQL, 'no room is left on its disk', { cause: error });
  return lost && !(error instanceof PartUnavailable)
    ? new PartUnavailable(POSTGRESQL, message || code || 'connection lost', { cause: error })
    : error;
}
