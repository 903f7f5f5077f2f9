import type { Queryable } from '../../../lib/database/database.ts';
import type { IndexJobKind, IndexJobStatus } from '../../../schema/generated/index.ts';

/** A job as it is now; also what its events carry. */
export interface JobRow {
  id: string;
  collectionId: string;
  kind: IndexJobKind;
  status: IndexJobStatus;
  priority: number;
  tenant: string | null;
  /** The view that it builds or is about; null for one of documents. */
  viewId: string | null;
  total: number;
  /** done + failed + superseded + taken back */
  processed: number;
  failed: number;
  superseded: number;
  takenBack: number;
  /** VERIFY: documents in which the index differed. */
  drifted: number | null;
  /** The part that is away; null otherwise. */
  waitingFor: string | null;
  /** Why it failed as a whole. */
  failure: string | null;
  createdAt: Date;
  startedAt: Date | null;
  progressedAt: Date | null;
  finishedAt: Date | null;
}

export const jobColumns = `
  j.id, j.collection_id as "collectionId", j.kind, j.status, j.priority, j.tenant, j.view_id as "viewId", j.total,
  j.processed, j.failed, j.superseded, j.taken_back as "takenBack", j.drifted, j.waiting_for as "waitingFor", j.failure,
  j.created_at as "createdAt", j.started_at as "startedAt", j.progressed_at as "progressedAt",
  j.finished_at as "finishedAt"`;

export function jobsById(db: Queryable, ids: readonly string[]): Promise<JobRow[]> {
  return db.query(`select ${jobColumns} from jobs j where j.id = any($1)`, [ids]);
}

/** The jobs that have not ended, of one collection or of all, the oldest first. */
export function unfinishedJobs(
  db: Queryable,
  o: { collectionId: string | undefined; tenant: string | undefined },
): Promise<JobRow[]> {
  return db.query(
    `select ${jobColumns} from jobs j
     where j.finished_at is null and ($1::text is null or j.collection_id = $1) and ($2::text is null or j.tenant = $2)
     order by j.created_at, j.id`,
    [o.collectionId ?? null, o.tenant ?? null],
  );
}

/** What jobs wait for while all indexing is stopped. */
export const INDEXING_PAUSED = 'resumeIndexing: all indexing is paused';

/**
 * Makes the job of the documents that stand at `position`: all that the caller's transaction has just changed. A job of
 * no documents has ended.
 */
export async function insertJob(
  tx: Queryable,
  job: {
    id: string;
    collectionId: string;
    kind: IndexJobKind;
    priority: number;
    position: number;
    tenant?: string | undefined;
  },
): Promise<JobRow> {
  const rows = await tx.query<JobRow>(
    `with its as (select document_id, revision from documents where collection_id = $2 and position = $5),
     size as (select count(*)::int as total from its),
     j as (
       insert into jobs (id, collection_id, kind, priority, position, tenant, total, status, waiting_for, finished_at)
       select $1, $2, $3, $4, $5, $6, total,
         case when total = 0 then 'COMPLETED' when i.paused_at is not null then 'WAITING' else 'QUEUED' end,
         case when total > 0 and i.paused_at is not null then '${INDEXING_PAUSED}' end,
         case when total = 0 then now() end
       from size, indexing i returning *),
     listed as (
       insert into job_documents (job_id, collection_id, document_id, revision)
       select $1, $2, document_id, revision from its)
     select ${jobColumns} from j`,
    [job.id, job.collectionId, job.kind, job.priority, job.position, job.tenant ?? null],
  );
  return rows[0] as JobRow;
}

/** Makes a job that is about a view as a whole. */
export async function insertViewJob(
  tx: Queryable,
  job: {
    id: string;
    collectionId: string;
    kind: 'REBUILD' | 'OPTIMIZE' | 'VERIFY';
    priority: number;
    viewId: string;
    total: number;
    progress?: Record<string, unknown>;
  },
): Promise<JobRow> {
  const rows = await tx.query<JobRow>(
    `with j as (
       insert into jobs (id, collection_id, kind, priority, position, view_id, total, progress, drifted, status)
       select $1, $2, $3, $4, position, $5, $6, $7, case when $3 = 'VERIFY' then 0 end, 'QUEUED' from collections
       where id = $2 returning *),
     told as (select pg_notify('kitegraph_work', $5))
     select ${jobColumns} from j, told`,
    [
      job.id,
      job.collectionId,
      job.kind,
      job.priority,
      job.viewId,
      job.total,
      JSON.stringify(job.progress ?? {}),
    ],
  );
  return rows[0] as JobRow;
}

/** Sets queued jobs that have one of these documents to RUNNING. @returns the jobs that changed */
export function startJobs(
  tx: Queryable,
  collectionId: string,
  documentIds: readonly string[],
): Promise<JobRow[]> {
  return tx.query(
    `update jobs j set status = 'RUNNING', started_at = coalesce(j.started_at, now())
     where j.collection_id = $1 and j.status = 'QUEUED' and j.finished_at is null and j.id in (
       select job_id from job_documents where collection_id = $1 and state = 'PENDING' and document_id = any($2))
     returning ${jobColumns}`,
    [collectionId, documentIds],
  );
}

/** Jobs that a worker of one of these views works on. */
const WORKED_ON = `j.collection_id = $1 and j.finished_at is null and j.status not in ('PAUSED', 'FAILED')
  and (j.view_id is null or j.view_id = $2) and (j.view_id = $2 or exists (
    select from collections c where c.id = $1 and c.serving_view = $2))`;

/**
 * Says of every unfinished job that a view's worker works on what it waits for: a part, and after a colon the details,
 * which may differ from one attempt to the next without being news.
 * @returns the jobs that changed
 */
export function holdJobs(
  tx: Queryable,
  collectionId: string,
  viewId: string,
  waitingFor: string,
): Promise<JobRow[]> {
  return tx.query(
    `update jobs j set status = 'WAITING', waiting_for = $3
     where ${WORKED_ON} and split_part(coalesce(j.waiting_for, ''), ':', 1) <> split_part($3, ':', 1)
     returning ${jobColumns}`,
    [collectionId, viewId, waitingFor],
  );
}

/** Lets the jobs that waited go on. @returns the jobs that changed */
export function resumeJobs(tx: Queryable, collectionId: string, viewId: string): Promise<JobRow[]> {
  return tx.query(
    `update jobs j set status = 'RUNNING', waiting_for = null, started_at = coalesce(j.started_at, now())
     where ${WORKED_ON} and j.status = 'WAITING' returning ${jobColumns}`,
    [collectionId, viewId],
  );
}

/** Ends every job of a collection that is about to be deleted. @returns the jobs that changed */
export function supersedeUnfinished(tx: Queryable, collectionId: string): Promise<JobRow[]> {
  return tx.query(
    `update jobs j set processed = j.total, superseded = j.superseded + j.total - j.processed, waiting_for = null,
       status = case when j.view_id is not null then 'CANCELLED' when j.failed > 0 then 'COMPLETED_WITH_ERRORS'
         else 'COMPLETED' end,
       progressed_at = now(), finished_at = now()
     where j.collection_id = $1 and j.finished_at is null
     returning ${jobColumns}`,
    [collectionId],
  );
}
