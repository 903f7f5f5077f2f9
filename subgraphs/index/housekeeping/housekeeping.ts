import { setTimeout as delay } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../../../lib/database/database.ts';
import { forgetEvents } from '../../../lib/database/events.ts';
import { startDueVerifications } from '../maintenance/due.ts';
import { discardRetired } from '../views/retire.ts';
import { forgetEmbeddings, forgetImages, forgetJobs, forgetRequests, purgeTombstones } from './prune.ts';

export interface HousekeepingConfig {
  /** How long a view that was replaced is kept, once nobody searches it. */
  rebuildGraceSeconds: number;
  /** How long finished jobs can be looked up. */
  jobDays: number;
  /** How long the events of jobs and of the activity can be asked for. */
  eventDays: number;
  /** How many embeddings are kept. */
  embeddingsKept: number;
  /** How often a view is compared with the log; 0: never. */
  verifyHours: number;
}

const RETRY_MS = 5_000;
const HOURLY = 'index-housekeeping';
const EVERY_MINUTE = 'index-views';

/**
 * Prunes what nobody needs any more, once an hour, and looks after replaced views once a minute, in one of the index
 * processes: pg-boss, in a schema of its own, sees to that. Where PostgreSQL is away it begins when that is back.
 */
export function startHousekeeping(o: {
  databaseUrl: string;
  db: Database;
  log: Logger;
  config: HousekeepingConfig;
}): AsyncDisposable {
  const closed = new AbortController();
  const starting = keepTrying();

  async function schedule(boss: PgBoss, queue: string, cron: string, work: () => Promise<void>) {
    await boss.createQueue(queue, { policy: 'exclusive' });
    await boss.schedule(queue, cron);
    await boss.work(queue, { pollingIntervalSeconds: 30 }, work);
  }

  async function keepTrying(): Promise<PgBoss | undefined> {
    while (!closed.signal.aborted) {
      const boss = new PgBoss({ connectionString: o.databaseUrl, schema: 'housekeeping', max: 2 });
      boss.on('error', (error) => o.log.warn({ err: error.message }, 'housekeeping'));
      try {
        await boss.start();
        await schedule(boss, HOURLY, '17 * * * *', () => prune(o.db, o.config));
        await schedule(boss, EVERY_MINUTE, '* * * * *', () =>
          discardRetired(o.db, o.config.rebuildGraceSeconds),
        );
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

async function prune(db: Database, config: HousekeepingConfig): Promise<void> {
  await forgetEvents(db, config.eventDays);
  await forgetJobs(db, config.jobDays);
  await forgetRequests(db);
  await forgetEmbeddings(db, config.embeddingsKept);
  await forgetImages(db);
  await purgeTombstones(db);
  await startDueVerifications(db, config.verifyHours);
}
