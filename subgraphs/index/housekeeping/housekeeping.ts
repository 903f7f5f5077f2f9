import { setTimeout as delay } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../../../lib/database/database.ts';
import { forgetEvents } from '../../../lib/database/events.ts';
import { forgetJobs, purgeTombstones } from './prune.ts';

/** How long the events of jobs and of the activity can be asked for. */
const EVENT_DAYS = 7;
/** How long finished jobs can be looked up. */
const JOB_DAYS = 30;
const RETRY_MS = 5_000;
const queue = 'index-housekeeping';

/**
 * Prunes what nobody needs any more, once an hour, in one of the index processes: pg-boss, in a schema of its own, sees
 * to that. Where PostgreSQL is away it begins when that is back.
 */
export function startHousekeeping(o: { databaseUrl: string; db: Database; log: Logger }): AsyncDisposable {
  const closed = new AbortController();
  const starting = keepTrying();

  async function keepTrying(): Promise<PgBoss | undefined> {
    while (!closed.signal.aborted) {
      const boss = new PgBoss({ connectionString: o.databaseUrl, schema: 'housekeeping', max: 2 });
      boss.on('error', (error) => o.log.warn({ err: error.message }, 'housekeeping'));
      try {
        await boss.start();
        await boss.createQueue(queue, { policy: 'exclusive' });
        await boss.schedule(queue, '17 * * * *');
        await boss.work(queue, { pollingIntervalSeconds: 30 }, () => prune(o.db));
        return boss;
      } catch (error) {
        o.log.warn({ err: (error as Error).message }, 'housekeeping cannot start; trying again');
        await boss.stop({ graceful: false }).catch(() => undefined);
        await delay(RETRY_MS, undefined, { signal: closed.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  return {
    async [Symbol.asyncDispose]() {
      closed.abort();
      const boss = await starting;
      await boss?.stop({ graceful: true, timeout: 5_000 });
    },
  };
}

async function prune(db: Database): Promise<void> {
  await forgetEvents(db, EVENT_DAYS);
  await forgetJobs(db, JOB_DAYS);
  await purgeTombstones(db);
}
