import type { Queryable } from '../../../lib/database/database.ts';
import { parseJson64 } from '../../../lib/json64.ts';
import type { View } from './view.ts';

/** A document that a worker has taken up, at its newest revision. */
export interface ClaimedDocument {
  documentId: string;
  revision: number;
  deleted: boolean;
  position: number;
  title: string | null;
  content: string;
  metadata: Record<string, unknown>;
  /** How often it has failed. */
  attempts: number;
}

const MAX_DOCUMENTS = 100;
/** Longer than any write to Milvus may take, with its waits. A worker confirms its leases before each write. */
export const LEASE_SECONDS = 300;

/**
 * Takes up the next documents of a view, by priority, then age: what waits, up to 100 documents or `maxBytes` of text
 * (and at least one). Runs while the view's advisory lock is held, so leases of other workers are of such as have lost it:
 * their documents are taken over at once, and swept again after those leases.
 */
export async function claimBatch(
  session: Queryable,
  view: View,
  worker: string,
  maxBytes: number,
): Promise<ClaimedDocument[]> {
  const rows = await session.query<Omit<ClaimedDocument, 'metadata'> & { metadata: string }>(
    `with waiting as (
       select document_id, priority, enqueued_at, leased_by, lease_until from view_work
       where view_id = $1 and leased_by is distinct from $2 and (not_before is null or not_before <= now())
       order by priority desc, enqueued_at, document_id limit $4 for update skip locked),
     sized as (
       select w.*, octet_length(d.content) as bytes, sum(octet_length(d.content)) over
         (order by w.priority desc, w.enqueued_at, w.document_id) as total
       from waiting w join documents d on d.collection_id = $3 and d.document_id = w.document_id),
     taken as (select * from sized where total - bytes < $5),
     haunted as (
       insert into view_sweeps as s (view_id, document_id, due_at)
       select $1, document_id, lease_until from taken where lease_until > now()
       on conflict (view_id, document_id) do update set due_at = greatest(s.due_at, excluded.due_at)),
     leased as (
       update view_work w set leased_by = $2, lease_until = now() + make_interval(secs => $6)
       from taken t where w.view_id = $1 and w.document_id = t.document_id
       returning w.document_id, w.attempts)
     select d.document_id as "documentId", d.revision, d.deleted, d.position, d.title, d.content,
            d.metadata::text as metadata, l.attempts
     from leased l join documents d on d.collection_id = $3 and d.document_id = l.document_id`,
    [view.id, worker, view.collectionId, MAX_DOCUMENTS, maxBytes, LEASE_SECONDS],
  );
  return rows.map((row) => ({ ...row, metadata: parseJson64(row.metadata) as Record<string, unknown> }));
}

/**
 * Makes the leases of these documents last LEASE_SECONDS from now. Asked of the session that holds the view's lock: it
 * fails where that is lost.
 * @returns the documents that are still the worker's
 */
export async function confirmLeases(
  session: Queryable,
  view: View,
  worker: string,
  documentIds: readonly string[],
): Promise<Set<string>> {
  // In the order in which accepting takes these rows: neither waits for the other in a circle.
  const rows = await session.query<{ id: string }>(
    `with own as (
       select document_id from view_work where view_id = $1 and leased_by = $2 and document_id = any($3)
       order by document_id for update)
     update view_work w set lease_until = now() + make_interval(secs => $4)
     from own where w.view_id = $1 and w.document_id = own.document_id returning w.document_id as id`,
    [view.id, worker, documentIds, LEASE_SECONDS],
  );
  return new Set(rows.map((row) => row.id));
}

/** Gives back everything that the worker has taken up. */
export async function releaseAll(db: Queryable, view: View, worker: string): Promise<void> {
  await db.query(
    `with own as (
       select document_id from view_work where view_id = $1 and leased_by = $2 order by document_id for update)
     update view_work w set leased_by = null, lease_until = null
     from own where w.view_id = $1 and w.document_id = own.document_id`,
    [view.id, worker],
  );
}

/** Milliseconds until the next work of the view may be claimed; undefined where none waits for its time. */
export async function msUntilNextWork(db: Queryable, view: View): Promise<number | undefined> {
  const [row] = await db.query<{ ms: number | null }>(
    `select extract(epoch from least(
       (select min(coalesce(not_before, now())) from view_work where view_id = $1),
       (select min(due_at) from view_sweeps where view_id = $1)) - now())::float8 * 1000 as ms`,
    [view.id],
  );
  return row?.ms === null || row?.ms === undefined ? undefined : Math.max(0, row.ms);
}
