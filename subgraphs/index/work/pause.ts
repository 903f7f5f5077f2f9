import { setTimeout as delay } from 'node:timers/promises';
import type { Database, Queryable } from '../../../lib/database/database.ts';
import { INDEXING_PAUSED, type JobRow, jobColumns } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';

/** What every worker is told when indexing is stopped or goes on. */
export const PAUSE_CHANGED = 'pause';
/** What is in hand when indexing is stopped may take this long. */
const QUIET_WITHIN_MS = 10_000;
const LOOK_MS = 50;

export async function isPaused(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ paused: boolean }>(
    'select paused_at is not null as paused from indexing where one',
  );
  return row?.paused ?? false;
}

/** What indexing does as a whole. */
export interface IndexingState {
  pausedAt: Date | null;
  /** Whether any view is worked on, by whatever process. */
  working: boolean;
  pending: number;
  totalIndexed: number;
  totalDeleted: number;
  batchesProcessed: number;
}

export async function indexingState(db: Queryable): Promise<IndexingState> {
  const [row] = await db.query<IndexingState>(
    `select i.paused_at as "pausedAt",
       exists (
         select from views v join pg_locks l on l.locktype = 'advisory' and l.granted and l.objsubid = 1
           and l.database = (select oid from pg_database where datname = current_database())
           and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('view ' || v.id, 0)) as working,
       coalesce((select sum(pending_count) from views where state = 'SERVING'), 0)::bigint as pending,
       (i.total_indexed + coalesce(sum(c.total_indexed), 0))::bigint as "totalIndexed",
       (i.total_deleted + coalesce(sum(c.total_deleted), 0))::bigint as "totalDeleted",
       (i.batches_processed + coalesce(sum(c.batches_processed), 0))::bigint as "batchesProcessed"
     from indexing i left join collections c on true
     group by i.paused_at, i.total_indexed, i.total_deleted, i.batches_processed`,
  );
  return row as IndexingState;
}

/** Stops all indexing. Resolves when no batch is in hand any more, or after ten seconds. */
export async function pauseIndexing(db: Database): Promise<void> {
  await db.query('update indexing set paused_at = coalesce(paused_at, now())');
  await tellWorkers(db);
  const end = performance.now() + QUIET_WITHIN_MS;
  while ((await indexingState(db)).working && performance.now() < end) await delay(LOOK_MS);
  await changeUnfinished(
    db,
    `status = 'WAITING', waiting_for = '${INDEXING_PAUSED}'`,
    `j.status in ('QUEUED', 'RUNNING')`,
  );
}

/** Lets indexing go on. */
export async function resumeIndexing(db: Database): Promise<void> {
  await db.query('update indexing set paused_at = null');
  await changeUnfinished(
    db,
    `status = case when j.started_at is null then 'QUEUED' else 'RUNNING' end, waiting_for = null`,
    `j.status = 'WAITING' and j.waiting_for = '${INDEXING_PAUSED}'`,
  );
  await tellWorkers(db);
}

async function tellWorkers(db: Queryable): Promise<void> {
  await db.query(`select pg_notify('kitegraph_work', $1)`, [PAUSE_CHANGED]);
}

/** Changes the jobs that have not ended, one collection after the other, each under its lock. */
async function changeUnfinished(db: Database, change: string, condition: string): Promise<void> {
  const collections = await db.query<{ id: string }>(
    `select distinct collection_id as id from jobs j where j.finished_at is null and ${condition}`,
  );
  for (const { id } of collections) {
    await db.transaction(async (tx) => {
      await tx.query('select from collections where id = $1 for update', [id]);
      const jobs = await tx.query<JobRow>(
        `update jobs j set ${change} where j.collection_id = $1 and j.finished_at is null and ${condition}
         returning ${jobColumns}`,
        [id],
      );
      await publishJobs(tx, jobs);
    });
  }
}
