import type { Database, Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { changeJob } from './control.ts';
import { type JobRow, jobColumns } from './job.ts';

const PATH = 'input.id';

/**
 * Tries again what failed in a job.
 * @param skipFailed a rebuild: switch over without the documents that failed
 * @throws JOB_NOT_FOUND, JOB_STATE where nothing failed
 */
export function retryJob(
  db: Database,
  id: string,
  tenant: string | undefined,
  skipFailed: boolean,
): Promise<JobRow> {
  return changeJob(db, id, tenant, (tx, job) => {
    if (job.status === 'COMPLETED_WITH_ERRORS' && !job.viewId) return retryDocuments(tx, job);
    if (job.status === 'FAILED' && job.kind === 'REBUILD') return retryRebuild(tx, job, skipFailed);
    if (job.viewId && job.kind !== 'REBUILD' && ['FAILED', 'CANCELLED'].includes(job.status))
      return startAgain(tx, job.id);
    const remedy =
      job.status === 'CANCELLED'
        ? job.kind === 'REBUILD'
          ? 'start another with rebuildCollection'
          : 'its documents were taken back: send them again'
        : 'nothing in it has failed';
    throw userError.jobState(PATH, id, job.status, remedy);
  });
}

/** Failed documents that are still at the job's revision wait again; the others were settled by a later request. */
async function retryDocuments(tx: Queryable, job: JobRow): Promise<JobRow> {
  const rows = await tx.query<{ again: number }>(
    `with failed as (
       select jd.document_id, jd.revision, d.revision = jd.revision as same, d.position
       from job_documents jd
       join documents d on d.collection_id = jd.collection_id and d.document_id = jd.document_id
       where jd.job_id = $1 and jd.state = 'FAILED' order by jd.document_id),
     settled as (
       update job_documents jd set state = case when f.same then 'PENDING' else 'SUPERSEDED' end, code = null, message = null
       from failed f where jd.job_id = $1 and jd.document_id = f.document_id),
     queued as (
       insert into view_work as w (view_id, document_id, revision, priority, job_id, first_position)
       select c.serving_view, f.document_id, f.revision, $3, $1, f.position
       from failed f join collections c on c.id = $2 where f.same order by f.document_id
       on conflict (view_id, document_id) do update set attempts = 0, not_before = null, last_error = null
       returning view_id, (xmax = 0) as fresh),
     grown as (
       update views v set pending_count = v.pending_count + (select count(*) from queued where fresh)
       where v.id in (select view_id from queued))
     select count(*) filter (where same)::int as again from failed`,
    [job.id, job.collectionId, job.priority],
  );
  const again = rows[0]?.again ?? 0;
  const [changed] = await tx.query<JobRow>(
    `update jobs j set processed = j.processed - $2::int, superseded = j.superseded + j.failed - $2::int, failed = 0,
       status = case when $2 = 0 then 'COMPLETED' else 'QUEUED' end,
       finished_at = case when $2 = 0 then now() end
     where j.id = $1 returning ${jobColumns}`,
    [job.id, again],
  );
  return changed as JobRow;
}

/** The view that the rebuild has filled is still there: what failed in it is tried again, or passed over. */
async function retryRebuild(tx: Queryable, job: JobRow, skipFailed: boolean): Promise<JobRow> {
  if (!skipFailed) {
    await tx.query(
      `with failed as (
         delete from job_documents where job_id = $1 and state = 'FAILED' returning document_id),
       queued as (
         insert into view_work as w (view_id, document_id, revision, priority, first_position)
         select $3, d.document_id, d.revision, $4, d.position
         from failed f join documents d on d.collection_id = $2 and d.document_id = f.document_id
         order by d.document_id
         on conflict (view_id, document_id) do update set attempts = 0, not_before = null, last_error = null
         returning (xmax = 0) as fresh)
       update views v set pending_count = v.pending_count + (select count(*) from queued where fresh) where v.id = $3`,
      [job.id, job.collectionId, job.viewId, job.priority],
    );
  }
  const [changed] = await tx.query<JobRow>(
    `update jobs j set status = 'QUEUED', failure = null, finished_at = null,
       failed = case when $2 then j.failed else 0 end,
       progress = j.progress || jsonb_build_object('skipFailed', $2::boolean)
     where j.id = $1 returning ${jobColumns}`,
    [job.id, skipFailed],
  );
  return changed as JobRow;
}

async function startAgain(tx: Queryable, id: string): Promise<JobRow> {
  const [changed] = await tx.query<JobRow>(
    `update jobs j set status = 'QUEUED', failure = null, finished_at = null, processed = 0, failed = 0,
       drifted = case when j.kind = 'VERIFY' then 0 end, progress = j.progress - 'after'
     where j.id = $1 returning ${jobColumns}`,
    [id],
  );
  return changed as JobRow;
}
