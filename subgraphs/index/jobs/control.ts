import type { Database, Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { restoreBefore } from '../documents/before.ts';
import { discardView } from '../views/view.ts';
import { enqueue, raiseAppliedPosition } from '../work/queue.ts';
import { type JobRow, jobColumns, jobsById } from './job.ts';
import { publishJobs } from './publish.ts';

const PATH = 'input.id';

/** Changes a job while its collection is locked. @throws JOB_NOT_FOUND */
export function changeJob(
  db: Database,
  id: string,
  tenant: string | undefined,
  change: (tx: Queryable, job: JobRow) => Promise<JobRow>,
): Promise<JobRow> {
  return db.transaction(async (tx) => {
    const visible = (job: JobRow | undefined) => job && (tenant === undefined || job.tenant === tenant);
    const [seen] = await jobsById(tx, [id]);
    if (!seen || !visible(seen)) throw userError.jobNotFound(PATH, id);
    await tx.query('select id from collections where id = $1 for update', [seen.collectionId]);
    const [job] = await jobsById(tx, [id]);
    if (!job) throw userError.jobNotFound(PATH, id);
    const changed = await change(tx, job);
    await publishJobs(tx, [changed]);
    await tx.query(
      `select pg_notify('kitegraph_work', id) from views where collection_id = $1
       union all select pg_notify('kitegraph_catalog', $1)`,
      [job.collectionId],
    );
    return changed;
  });
}

function refuseEnded(job: JobRow, wanted: string): void {
  if (job.finishedAt) throw userError.jobState(PATH, job.id, job.status, wanted);
}

/** Ends a job. What of its documents is not indexed yet is taken back. @throws JOB_NOT_FOUND, JOB_STATE */
export function cancelJob(db: Database, id: string, tenant: string | undefined): Promise<JobRow> {
  return changeJob(db, id, tenant, async (tx, job) => {
    const rebuildFailed = job.kind === 'REBUILD' && job.status === 'FAILED';
    if (!rebuildFailed) refuseEnded(job, 'only a job that has not ended can be cancelled');
    if (job.kind === 'REBUILD' && job.viewId) await abandonView(tx, job.collectionId, job.viewId);
    else if (!job.viewId) await takeBack(tx, job);
    const [changed] = await tx.query<JobRow>(
      `with its as (
         select count(*) filter (where state = 'TAKEN_BACK')::int as taken_back,
           count(*) filter (where state = 'SUPERSEDED')::int as superseded
         from job_documents where job_id = $1)
       update jobs j set status = 'CANCELLED', waiting_for = null, progressed_at = now(), finished_at = now(),
         taken_back = its.taken_back,
         superseded = case when j.view_id is null then its.superseded else j.superseded end,
         processed = case when j.view_id is null then j.total else j.processed end
       from its where j.id = $1 returning ${jobColumns}`,
      [id],
    );
    return changed as JobRow;
  });
}

async function abandonView(tx: Queryable, collectionId: string, viewId: string): Promise<void> {
  await discardView(tx, viewId);
  await tx.query('update collections set switching_to = null where id = $1 and switching_to = $2', [
    collectionId,
    viewId,
  ]);
}

/** Accepts the way back of what a job has not indexed yet. */
async function takeBack(tx: Queryable, { id, collectionId, priority }: JobRow): Promise<void> {
  const [taken] = await tx.query<{ position: number }>(
    'update collections set position = position + 1 where id = $1 returning position',
    [collectionId],
  );
  const place = { collectionId, position: taken?.position as number };
  const { moved, restored } = await restoreBefore(tx, collectionId, place.position, id);
  await tx.query(
    `update job_documents jd set state = case when d.position = $3 then 'TAKEN_BACK' else 'SUPERSEDED' end
     from documents d
     where jd.job_id = $2 and jd.state = 'PENDING' and d.collection_id = $1 and d.document_id = jd.document_id`,
    [collectionId, id, place.position],
  );
  await tx.query('update collections set document_count = document_count + $2 where id = $1', [
    collectionId,
    moved,
  ]);
  if (restored > 0) await enqueue(tx, place, { priority, jobId: null });
  else await raiseAppliedPosition(tx, collectionId);
}

/** Stops the work on a job. @throws JOB_NOT_FOUND, JOB_STATE */
export function pauseJob(db: Database, id: string, tenant: string | undefined): Promise<JobRow> {
  return changeJob(db, id, tenant, async (tx, job) => {
    refuseEnded(job, 'only a job that has not ended can be paused');
    await hold(tx, id, true);
    await tx.query('update collections set switching_to = null where id = $1 and switching_to = $2', [
      job.collectionId,
      job.viewId,
    ]);
    return setStatus(tx, id, `'PAUSED'`);
  });
}

/** Goes on with a paused job. @throws JOB_NOT_FOUND, JOB_STATE */
export function resumeJob(db: Database, id: string, tenant: string | undefined): Promise<JobRow> {
  return changeJob(db, id, tenant, async (tx, job) => {
    if (job.status !== 'PAUSED')
      throw userError.jobState(PATH, id, job.status, 'only a paused job can be resumed');
    await hold(tx, id, false);
    return setStatus(tx, id, `case when j.started_at is null then 'QUEUED' else 'RUNNING' end`);
  });
}

async function hold(tx: Queryable, jobId: string, held: boolean): Promise<void> {
  // In the order in which accepting takes these rows.
  await tx.query(
    `with its as (
       select view_id, document_id from view_work where job_id = $1 order by view_id, document_id for update)
     update view_work w set held = $2 from its where w.view_id = its.view_id and w.document_id = its.document_id`,
    [jobId, held],
  );
}

async function setStatus(tx: Queryable, id: string, status: string): Promise<JobRow> {
  const [changed] = await tx.query<JobRow>(
    `update jobs j set status = ${status}, waiting_for = null where j.id = $1 returning ${jobColumns}`,
    [id],
  );
  return changed as JobRow;
}
