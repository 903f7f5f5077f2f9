import type { Database, Queryable } from '../../../lib/database/database.ts';

const KEEPALIVE_MS = 10_000;
/** How long an ended session may take to be gone. */
const ENDS_WITHIN_MS = 2_000;

/** What came of trying to hold a lock: the result of the work, or that another holds it. */
export type Held<T> = { held: true; result: T } | { held: false };

/**
 * Runs `work` with the session that holds the lock `key`. The session takes one statement at a time, and is used now and
 * then even where the work does not: a holder that is silent for long has stalled, and another may end its session.
 * @param stalledAfterSeconds how long another holder must have been silent for its session to be ended
 */
export async function withLock<T>(
  db: Database,
  key: string,
  stalledAfterSeconds: number,
  work: (session: Queryable) => Promise<T>,
): Promise<Held<T>> {
  const attempt = () =>
    db.withAdvisoryLock(key, async (connection): Promise<Held<T>> => {
      const session = oneAtATime(connection);
      const keepalive = setInterval(
        () => void session.query('select 1').catch(() => undefined),
        KEEPALIVE_MS,
      );
      try {
        return { held: true, result: await work(session) };
      } finally {
        clearInterval(keepalive);
        await session.query('select 1').catch(() => undefined);
      }
    });
  const first = await attempt();
  if (first) return first;
  const freed = await endStalledHolder(db, key, stalledAfterSeconds);
  return (freed && (await attempt())) || { held: false };
}

function oneAtATime(connection: Queryable): Queryable {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query<R extends object>(text: string, params?: unknown[]) {
      const next = last.then(() => connection.query<R>(text, params));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

/**
 * Ends the session that holds the lock where it has been silent for so long that its process must have stalled (a frozen
 * machine keeps its connections). When it wakes, it finds its session gone and stops.
 * @returns whether the lock is free now
 */
async function endStalledHolder(db: Queryable, key: string, seconds: number): Promise<boolean> {
  const rows = await db.query<{ ended: boolean }>(
    `select pg_terminate_backend(l.pid, ${ENDS_WITHIN_MS}) as ended from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.objsubid = 1
       and l.database = (select oid from pg_database where datname = current_database())
       and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended($1, 0)
       and a.usename = current_user and a.state = 'idle'
       and a.state_change < now() - make_interval(secs => $2)`,
    [key, seconds],
  );
  return rows.some(({ ended }) => ended);
}
