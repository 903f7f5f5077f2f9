import type { Queryable } from '../../../lib/database/database.ts';
import type { LogPlace } from '../documents/accepted.ts';

/**
 * Adds what stands at `place` to the work of every view of the collection. Work that waits already takes the newest
 * revision, its job, the highest priority and the oldest position.
 * @returns the views that have work now
 */
export async function enqueue(
  tx: Queryable,
  place: LogPlace,
  { priority, jobId }: { priority: number; jobId: string | null },
): Promise<string[]> {
  const rows = await tx.query<{ view: string }>(
    `with added as (
       insert into view_work as w (view_id, document_id, revision, priority, job_id, first_position, shown)
       select v.id, d.document_id, d.revision, $3, $4, d.position,
         v.state <> 'BUILDING' or v.filled_at is not null or d.document_id <= coalesce(v.filled_to, '')
       from documents d join views v on v.collection_id = d.collection_id
       where d.collection_id = $1 and d.position = $2
       order by v.id, d.document_id
       on conflict (view_id, document_id) do update set
         revision = excluded.revision, job_id = excluded.job_id, held = false,
         priority = greatest(w.priority, excluded.priority), attempts = 0, not_before = null, last_error = null
       returning view_id, (xmax = 0) as fresh),
     counted as (select view_id, count(*) filter (where fresh) as fresh from added group by view_id),
     grown as (
       update views v set pending_count = v.pending_count + c.fresh from counted c where v.id = c.view_id)
     select view_id as view from counted`,
    [place.collectionId, place.position, priority, jobId],
  );
  return rows.map((row) => row.view);
}

/**
 * Raises the applied position of a collection's views: everything up to it has left the work. The collection's row is
 * locked by the caller, so no position can be taken meanwhile.
 */
export async function raiseAppliedPosition(tx: Queryable, collectionId: string): Promise<void> {
  await tx.query(
    `update views v set applied_position = greatest(v.applied_position, coalesce(
       (select min(w.first_position) - 1 from view_work w where w.view_id = v.id),
       (select c.position from collections c where c.id = v.collection_id)))
     where v.collection_id = $1 and (v.state <> 'BUILDING' or v.filled_at is not null)`,
    [collectionId],
  );
}
