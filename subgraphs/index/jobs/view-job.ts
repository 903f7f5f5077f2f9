import type { Queryable } from '../../../lib/database/database.ts';
import { type JobRow, jobColumns } from './job.ts';
import { publishJobs } from './publish.ts';

/** A job about a view as a whole, with what it has come to. */
export interface ViewJob extends JobRow {
  progress: Record<string, unknown>;
}

/** The unfinished jobs about a view that its worker may go on with, by priority, then age. */
export function viewJobs(db: Queryable, viewId: string): Promise<ViewJob[]> {
  return db.query(
    `select ${jobColumns}, j.progress from jobs j
     where j.view_id = $1 and j.finished_at is null and j.status <> 'PAUSED'
     order by j.priority desc, j.created_at, j.id`,
    [viewId],
  );
}

/** What moves of a job about a view. What is left out stays. */
export interface Progress {
  processed?: number;
  total?: number;
  drifted?: number;
  progress?: Record<string, unknown>;
}

/** Records how far a job is, and tells its followers. */
export async function advanceJob(tx: Queryable, jobId: string, o: Progress): Promise<void> {
  const jobs = await tx.query<JobRow>(
    `update jobs j set status = 'RUNNING', waiting_for = null, started_at = coalesce(j.started_at, now()),
       progressed_at = now(), total = coalesce($3, j.total),
       processed = greatest(j.processed, least(coalesce($2, j.processed), coalesce($3, j.total))),
       drifted = coalesce($4, j.drifted), progress = coalesce($5, j.progress)
     where j.id = $1 and j.finished_at is null and j.status <> 'PAUSED' returning ${jobColumns}`,
    [
      jobId,
      o.processed ?? null,
      o.total ?? null,
      o.drifted ?? null,
      o.progress ? JSON.stringify(o.progress) : null,
    ],
  );
  await publishJobs(tx, jobs);
}

/** Says what a job waits for, once. */
export async function waitJob(tx: Queryable, jobId: string, waitingFor: string): Promise<void> {
  const jobs = await tx.query<JobRow>(
    `update jobs j set status = 'WAITING', waiting_for = $2
     where j.id = $1 and j.finished_at is null and j.status <> 'PAUSED' and j.waiting_for is distinct from $2
     returning ${jobColumns}`,
    [jobId, waitingFor],
  );
  await publishJobs(tx, jobs);
}

/** Ends a job about a view. */
export async function finishJob(
  tx: Queryable,
  jobId: string,
  status: 'COMPLETED' | 'COMPLETED_WITH_ERRORS' | 'FAILED',
  failure: string | null = null,
): Promise<void> {
  const jobs = await tx.query<JobRow>(
    `update jobs j set status = $2, failure = $3, waiting_for = null, started_at = coalesce(j.started_at, now()),
       progressed_at = now(), finished_at = now(),
       processed = case when $2 = 'FAILED' then j.processed else j.total end
     where j.id = $1 and j.finished_at is null returning ${jobColumns}`,
    [jobId, status, failure],
  );
  await publishJobs(tx, jobs);
}
