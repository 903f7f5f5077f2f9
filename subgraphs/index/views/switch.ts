import type { Database, Queryable } from '../../../lib/database/database.ts';
import { type JobRow, jobColumns } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import { finishJob } from '../jobs/view-job.ts';
import { raiseAppliedPosition } from '../work/queue.ts';
import type { View } from './view.ts';

/**
 * What came of trying to let a view take over. HELD: a paused job keeps documents that searches find out of it. GONE: its
 * rebuild was cancelled.
 */
export type Switched = 'SWITCHED' | 'FAILED' | 'BEHIND' | 'HELD' | 'GONE';

/**
 * Lets a filled view take over from the serving one, in one transaction, as soon as it shows everything that the serving one
 * shows. Where it is only a little behind, the serving one is told to take up no more work until it has caught up: so a
 * stream of writes cannot put the switch off for ever.
 *
 * A document that searches find now and that could not be brought into the new view stands against the switch: the rebuild
 * fails then, and can be tried again, or told to go without it.
 */
export function trySwitch(
  db: Database,
  view: View,
  job: { id: string; skipFailed: boolean },
): Promise<Switched> {
  return db.transaction(async (tx) => {
    const [held] = await tx.query<{ serving: string }>(
      'select serving_view as serving from collections where id = $1 for update',
      [view.collectionId],
    );
    const isThere = (await tx.query('select from views where id = $1', [view.id])).length > 0;
    if (!held || !isThere) return 'GONE';
    const lost = job.skipFailed ? 0 : await wouldBeLost(tx, view, job.id);
    if (lost > 0) {
      await holdServing(tx, view, false);
      await finishJob(tx, job.id, 'FAILED', failureOf(lost));
      return 'FAILED';
    }
    const missing = await missingIn(tx, view, held.serving);
    if (missing.any) {
      await holdServing(tx, view, !missing.held);
      return missing.held ? 'HELD' : 'BEHIND';
    }
    await takeOver(tx, view, held.serving);
    await publishJobs(tx, await settleJobs(tx, view, job.id));
    const [row] = await tx.query<{ failed: number }>('select failed from jobs where id = $1', [job.id]);
    await finishJob(tx, job.id, row?.failed ? 'COMPLETED_WITH_ERRORS' : 'COMPLETED');
    await tx.query(
      `select pg_notify('kitegraph_catalog', $1), pg_notify('kitegraph_work', $2), pg_notify('kitegraph_work', $3)`,
      [view.collectionId, view.id, held.serving],
    );
    return 'SWITCHED';
  });
}

const failureOf = (lost: number) =>
  `${lost === 1 ? 'One document that searches find' : `${lost} documents that searches find`} could not be brought into the new index, so the old one goes on serving. See "errors"; mend them and retryIndexJob, or say skipFailed to go without them.`;

/** Lets the serving view take up no more work, so that this one catches up; or lets it go on. */
export async function holdServing(db: Queryable, view: View, hold: boolean): Promise<void> {
  await db.query(
    `update collections set switching_to = case when $3 then $2 end
     where id = $1 and switching_to is distinct from case when $3 then $2 end`,
    [view.collectionId, view.id, hold],
  );
}

/** How many documents the serving view shows that failed in the new one. */
async function wouldBeLost(tx: Queryable, view: View, jobId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*) as count from job_documents jd
     join documents d on d.collection_id = jd.collection_id and d.document_id = jd.document_id
     where jd.job_id = $1 and jd.state = 'FAILED' and not d.deleted and d.indexed_revision is not null
       and not exists (select from view_work w where w.view_id = $2 and w.document_id = d.document_id)`,
    [jobId, view.id],
  );
  return row?.count ?? 0;
}

/**
 * Whether the new view lacks anything that the serving one shows: a document that it shows in no revision, or only in an older
 * one. `held`: some of it waits for a paused job.
 */
async function missingIn(
  tx: Queryable,
  view: View,
  serving: string,
): Promise<{ any: boolean; held: boolean }> {
  const [row] = await tx.query<{ any: boolean; held: boolean }>(
    `with missing as (
       select n.held from view_work n
       join documents d on d.collection_id = $3 and d.document_id = n.document_id
       where n.view_id = $1 and (
         (not n.shown and d.indexed_revision is not null)
         or not exists (
           select from view_work s
           where s.view_id = $2 and s.document_id = n.document_id and s.first_position <= n.first_position)))
     select exists (select from missing) as any, exists (select from missing where missing.held) as held`,
    [view.id, serving, view.collectionId],
  );
  return row ?? { any: true, held: false };
}

async function takeOver(tx: Queryable, view: View, serving: string): Promise<void> {
  await tx.query(`update views set state = 'RETIRED', retired_at = now() where id = $1`, [serving]);
  await tx.query(`update views set state = 'SERVING' where id = $1`, [view.id]);
  await tx.query('update collections set serving_view = $2, switching_to = null where id = $1', [
    view.collectionId,
    view.id,
  ]);
  await raiseAppliedPosition(tx, view.collectionId);
  // What was to be done with the old index is to be done with the new one, from its beginning.
  await tx.query(
    `update jobs set view_id = $2, processed = 0, progress = progress - 'after'
     where view_id = $1 and finished_at is null and kind <> 'REBUILD'`,
    [serving, view.id],
  );
}

/** What waited for the old view and has come into the new one, or has failed there, waits no more. */
function settleJobs(tx: Queryable, view: View, rebuildId: string): Promise<JobRow[]> {
  return tx.query(
    `with through as (
       select d.document_id, d.revision, f.code, f.message from documents d
       left join job_documents f on f.job_id = $3 and f.document_id = d.document_id and f.state = 'FAILED'
       where d.collection_id = $1
         and exists (select from job_documents jd where jd.collection_id = $1 and jd.document_id = d.document_id
                       and jd.state = 'PENDING')
         and not exists (select from view_work w where w.view_id = $2 and w.document_id = d.document_id)),
     marked as (
       update documents d set indexed_revision = d.revision, indexed_at = case when d.deleted then null else now() end
       from through t where d.collection_id = $1 and d.document_id = t.document_id and t.code is null),
     forgotten as (
       delete from documents_before b using through t
       where b.collection_id = $1 and b.document_id = t.document_id and t.code is null),
     settled as (
       update job_documents jd set code = t.code, message = t.message,
         state = case when t.code is not null then 'FAILED' when jd.revision < t.revision then 'SUPERSEDED' else 'DONE' end
       from through t
       where jd.collection_id = $1 and jd.document_id = t.document_id and jd.state = 'PENDING' and jd.job_id <> $3
       returning jd.job_id, jd.state),
     counted as (
       select job_id, count(*)::int as settled, count(*) filter (where state = 'FAILED')::int as failed,
         count(*) filter (where state = 'SUPERSEDED')::int as superseded
       from settled group by job_id)
     update jobs j set processed = j.processed + c.settled, failed = j.failed + c.failed,
       superseded = j.superseded + c.superseded, started_at = coalesce(j.started_at, now()), progressed_at = now(),
       finished_at = case when j.processed + c.settled >= j.total then now() end,
       status = case when j.processed + c.settled < j.total then j.status
                     when j.failed + c.failed > 0 then 'COMPLETED_WITH_ERRORS' else 'COMPLETED' end
     from counted c where j.id = c.job_id returning ${jobColumns}`,
    [view.collectionId, view.id, rebuildId],
  );
}
