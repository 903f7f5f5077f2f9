import type { Database, Queryable } from '../../../lib/database/database.ts';
import { tellViewChange } from '../../../lib/database/view-changes.ts';
import { stringifyJson64 } from '../../../lib/json64.ts';
import { settleBefore } from '../documents/before.ts';
import { type JobRow, jobColumns, resumeJobs } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import { recordProgress } from '../views/progress.ts';
import type { View } from '../views/view.ts';
import type { ClaimedDocument } from './claim.ts';
import { raiseAppliedPosition } from './queue.ts';

/** What became of a document at a revision. */
export interface Outcome {
  document: ClaimedDocument;
  /** Keys of its passages' embeddings, one after another; null where it has none of its own. */
  embeddingKeys?: Buffer | null;
  /** Why it could not be indexed, for good. */
  failure?: { code: string; message: string };
}

/**
 * Records what a view shows now, in one transaction: the work is removed (or left for a newer revision), the documents
 * and their jobs learn of it where the view is the one that is searched, the applied position rises, and events and
 * notifications go out.
 */
export async function completeWork(db: Database, view: View, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await db.transaction(async (tx) => {
    const [held] = await tx.query('select id from collections where id = $1 for update', [view.collectionId]);
    const [now] = await tx.query<{ state: View['state'] }>('select state from views where id = $1', [
      view.id,
    ]);
    // Deleted meanwhile, and everything with it.
    if (!held || !now) return;
    const left = await removeWork(tx, view, outcomes);
    // What another worker has taken over, or completed already: what this one has written came late.
    const late = outcomes.filter(({ document }) => !left.has(document.documentId));
    if (late.length > 0) await sweepSoon(tx, view, late);
    if (late.length === outcomes.length) return;
    const newer = new Set([...left].flatMap(([id, { newer }]) => (newer ? [id] : [])));
    // A failure counts only where no newer revision waits: that one may well succeed.
    const settled = outcomes.filter(
      ({ document: { documentId }, failure }) => left.has(documentId) && !(failure && newer.has(documentId)),
    );
    const moved =
      now.state === 'SERVING'
        ? await showDocuments(tx, view, settled, newer)
        : await recordProgress(tx, view, settled);
    // That a document came through says that nothing is away any more.
    const resumed = await resumeJobs(tx, view.collectionId, view.id);
    await changeView(tx, view, now.state, settled);
    await raiseAppliedPosition(tx, view.collectionId);
    await publishJobs(tx, [...moved, ...resumed]);
    await tx.query(`select pg_notify('kitegraph_catalog', $1)`, [view.collectionId]);
  });
}

/** Counts the change of what the view shows and, where it is the one that is searched, tells which documents it is about. */
async function changeView(
  tx: Queryable,
  view: View,
  state: View['state'],
  outcomes: readonly Outcome[],
): Promise<void> {
  const [row] = await tx.query<{ changes: number }>(
    'update views set changes = changes + 1 where id = $1 returning changes',
    [view.id],
  );
  if (state !== 'SERVING' || !row) return;
  const shown = outcomes.filter((one) => !one.failure).map(({ document }) => document);
  await tellViewChange(tx, {
    view: view.id,
    changes: row.changes,
    documents: shown.map(({ documentId, revision }) => [documentId, revision]),
  });
}

/**
 * Removes work that is done; where a newer revision was accepted meanwhile, it stays for that one.
 * @returns the documents that were still to be done, and whether a newer revision of them is
 */
async function removeWork(
  tx: Queryable,
  view: View,
  outcomes: readonly Outcome[],
): Promise<Map<string, { newer: boolean }>> {
  const rows = await tx.query<{ id: string; newer: boolean }>(
    `with outcome as (
       select * from unnest($2::text[], $3::int[], $4::bigint[], $5::text[]) as o (document_id, revision, position, worker)),
     own as (
       select w.document_id, w.revision > o.revision as newer, o.position from view_work w
       join outcome o on o.document_id = w.document_id
       where w.view_id = $1 and (w.leased_by is null or w.leased_by = o.worker) order by w.document_id for update of w),
     done as (
       delete from view_work w using own where w.view_id = $1 and w.document_id = own.document_id and not newer
       returning 1),
     shrunk as (
       update views set pending_count = pending_count - (select count(*) from done) where id = $1),
     freed as (
       update view_work w set leased_by = null, lease_until = null, shown = true, first_position = own.position + 1
       from own where w.view_id = $1 and w.document_id = own.document_id and newer)
     select document_id as id, newer from own`,
    [
      view.id,
      outcomes.map(({ document }) => document.documentId),
      outcomes.map(({ document }) => document.revision),
      outcomes.map(({ document }) => document.position),
      outcomes.map(({ document }) => document.worker),
    ],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Lets what a worker has written late be taken out again by the one that holds the view. */
async function sweepSoon(tx: Queryable, view: View, late: readonly Outcome[]): Promise<void> {
  await tx.query(
    `with due as (
       insert into view_sweeps as s (view_id, document_id, due_at) select $1, unnest($2::text[]), now()
       on conflict (view_id, document_id) do update set due_at = least(s.due_at, excluded.due_at))
     select pg_notify('kitegraph_work', $1)`,
    [view.id, late.map(({ document }) => document.documentId)],
  );
}

/** What searches find now, in the log and in the jobs. */
async function showDocuments(
  tx: Queryable,
  view: View,
  outcomes: readonly Outcome[],
  newer: ReadonlySet<string>,
): Promise<JobRow[]> {
  const shown = outcomes.filter((one) => !one.failure);
  await markDocuments(tx, view.collectionId, shown);
  await settleBefore(
    tx,
    view.collectionId,
    shown.map(({ document }) => ({ ...document, metadataText: stringifyJson64(document.metadata) })),
    newer,
  );
  const deleted = shown.filter(({ document }) => document.deleted).length;
  await tx.query(
    `update collections set batches_processed = batches_processed + 1, total_indexed = total_indexed + $2,
       total_deleted = total_deleted + $3 where id = $1`,
    [view.collectionId, shown.length - deleted, deleted],
  );
  return moveJobs(tx, view.collectionId, outcomes);
}

/** The embeddings of a document that was deleted, or of what it was before, go with it. */
async function markDocuments(tx: Queryable, collectionId: string, shown: readonly Outcome[]): Promise<void> {
  await tx.query(
    `with outcome as (
       select * from unnest($2::text[], $3::int[], $4::bytea[]) as o (document_id, revision, embedding_keys)),
     gone as (
       select substr(d.embedding_keys, place, 16) as key
       from documents d join outcome o on o.document_id = d.document_id,
         generate_series(1, length(d.embedding_keys), 16) as place
       where d.collection_id = $1 and o.embedding_keys is null),
     forgotten as (delete from embeddings where key in (select key from gone))
     update documents d set indexed_revision = o.revision, embedding_keys = o.embedding_keys,
       indexed_at = case when d.deleted then null else now() end
     from outcome o where d.collection_id = $1 and d.document_id = o.document_id`,
    [
      collectionId,
      shown.map(({ document }) => document.documentId),
      shown.map(({ document }) => document.revision),
      shown.map(({ embeddingKeys }) => embeddingKeys ?? null),
    ],
  );
}

/** A later revision settles what waited for an earlier one: superseded, or failed with it. */
function moveJobs(tx: Queryable, collectionId: string, outcomes: readonly Outcome[]): Promise<JobRow[]> {
  return tx.query(
    `with outcome as (
       select * from unnest($2::text[], $3::int[], $4::text[], $5::text[]) as o (document_id, revision, code, message)),
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
       status = case when j.processed + c.settled < j.total then
                       case when j.status = 'PAUSED' then 'PAUSED' else 'RUNNING' end
                     when j.failed + c.failed > 0 then 'COMPLETED_WITH_ERRORS' else 'COMPLETED' end
     from counted c where j.id = c.job_id returning ${jobColumns}`,
    [
      collectionId,
      outcomes.map(({ document }) => document.documentId),
      outcomes.map(({ document }) => document.revision),
      outcomes.map(({ failure }) => failure?.code ?? null),
      outcomes.map(({ failure }) => failure?.message ?? null),
    ],
  );
}
