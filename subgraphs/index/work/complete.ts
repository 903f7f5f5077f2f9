import type { Database, Queryable } from '../../../lib/database/database.ts';
import { type JobRow, jobColumns, resumeJobs } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import { raiseAppliedPosition } from './queue.ts';
import type { View } from './view.ts';

/** What became of a document at a revision. */
export interface Outcome {
  documentId: string;
  revision: number;
  /** Position at which the revision was accepted. */
  position: number;
  /** Why it could not be indexed, for good. */
  failure?: { code: string; message: string };
}

/**
 * Records what a view shows now, in one transaction: the work is removed (or left for a newer revision), the documents
 * and their jobs learn of it, the applied position rises, and events and notifications go out.
 */
export async function completeWork(db: Database, view: View, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await db.transaction(async (tx) => {
    const [held] = await tx.query('select id from collections where id = $1 for update', [view.collectionId]);
    // Deleted meanwhile, and everything with it.
    if (!held) return;
    const newer = await removeWork(tx, view, columnsOf(outcomes));
    // A failure counts only where no newer revision waits: that one may well succeed.
    const params = columnsOf(outcomes.filter((one) => !one.failure || !newer.has(one.documentId)));
    await markDocuments(tx, view, params);
    const moved = await moveJobs(tx, view, params);
    // That a document came through says that nothing is away any more.
    const resumed = await resumeJobs(tx, view.collectionId);
    await raiseAppliedPosition(tx, view.collectionId);
    await publishJobs(tx, [...moved, ...resumed]);
    await tx.query(`select pg_notify('kitegraph_catalog', $1)`, [view.collectionId]);
  });
}

function columnsOf(outcomes: readonly Outcome[]): unknown[] {
  return [
    outcomes.map((one) => one.documentId),
    outcomes.map((one) => one.revision),
    outcomes.map((one) => one.position),
    outcomes.map((one) => one.failure?.code ?? null),
    outcomes.map((one) => one.failure?.message ?? null),
  ];
}

const outcome = `outcome as (
  select * from unnest($2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[])
    as o (document_id, revision, position, code, message))`;

/**
 * Removes work that is done; where a newer revision was accepted meanwhile, it stays for that one.
 * @returns the documents with a newer revision
 */
async function removeWork(tx: Queryable, view: View, params: unknown[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `with ${outcome},
     own as (
       select w.document_id, w.revision > o.revision as newer, o.position from view_work w
       join outcome o on o.document_id = w.document_id where w.view_id = $1 order by w.document_id for update of w),
     done as (delete from view_work w using own where w.view_id = $1 and w.document_id = own.document_id and not newer)
     update view_work w set leased_by = null, lease_until = null, first_position = own.position + 1
     from own where w.view_id = $1 and w.document_id = own.document_id and newer returning w.document_id as id`,
    [view.id, ...params],
  );
  return new Set(rows.map((row) => row.id));
}

async function markDocuments(tx: Queryable, view: View, params: unknown[]): Promise<void> {
  await tx.query(
    `with ${outcome}
     update documents d set indexed_revision = o.revision,
       indexed_at = case when d.deleted then null else now() end
     from outcome o where d.collection_id = $1 and d.document_id = o.document_id and o.code is null`,
    [view.collectionId, ...params],
  );
}

/** A later revision settles what waited for an earlier one: superseded, or failed with it. */
function moveJobs(tx: Queryable, view: View, params: unknown[]): Promise<JobRow[]> {
  return tx.query(
    `with ${outcome},
     settled as (
       update job_documents jd set code = o.code, message = o.message,
         state = case when o.code is not null then 'FAILED' when jd.revision < o.revision then 'SUPERSEDED' else 'DONE' end
       from outcome o
       where jd.collection_id = $1 and jd.document_id = o.document_id and jd.revision <= o.revision and jd.state = 'PENDING'
       returning jd.job_id, jd.state),
     counted as (
       select job_id, count(*)::int as settled, count(*) filter (where state = 'FAILED')::int as failed,
         count(*) filter (where state = 'SUPERSEDED')::int as superseded
       from settled group by job_id)
     update jobs j set processed = j.processed + c.settled, failed = j.failed + c.failed,
       superseded = j.superseded + c.superseded, waiting_for = null,
       started_at = coalesce(j.started_at, now()), progressed_at = now(),
       finished_at = case when j.processed + c.settled >= j.total then now() end,
       status = case when j.processed + c.settled < j.total then 'RUNNING'
                     when j.failed + c.failed > 0 then 'COMPLETED_WITH_ERRORS' else 'COMPLETED' end
     from counted c where j.id = c.job_id returning ${jobColumns}`,
    [view.collectionId, ...params],
  );
}
