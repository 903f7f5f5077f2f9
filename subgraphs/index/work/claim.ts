import type { Queryable } from '../../../lib/database/database.ts';
import { parseJson64 } from '../../../lib/json64.ts';
import type { View } from '../views/view.ts';

/** A document that a worker has taken up, at its newest revision. */
export interface ClaimedDocument {
  /** The worker that has it. */
  worker: string;
  /** Its key in the collection: lib/document-key.ts. */
  documentId: string;
  revision: number;
  deleted: boolean;
  position: number;
  title: string | null;
  content: string;
  metadata: Record<string, unknown>;
  partition: string | null;
  expiresAt: Date | null;
  givenPlaces: number[] | null;
  givenVectors: Buffer | null;
  givenModel: string | null;
  /** Of its images, in their order; null where it has none. */
  imageHashes: Buffer[] | null;
  readScopes: string[] | null;
  /** How often it has failed. */
  attempts: number;
  /** The highest of the requests that wait for it. */
  priority: number;
  /** The job that brought this revision, or that fills the view; null where neither did. */
  jobId: string | null;
}

/** How much a batch may hold. */
export interface Room {
  documents: number;
  /** Bytes of text; at least one document goes in whatever its size. */
  bytes: number;
  /** Whether the document that has waited longest goes in whatever its priority and size. */
  oldestFirst: boolean;
}

/** One of so many parts of a batch goes to what has waited longest, whatever its priority. */
const SHARE_OF_THE_OLDEST = 10;
/** Longer than any write to Milvus may take, with its waits. A worker confirms its leases before each write. */
export const LEASE_SECONDS = 300;

/** Work that may be taken up now. `$1` is the view, `$2` the worker. */
const CLAIMABLE = `view_id = $1 and leased_by is distinct from $2 and not held and (not_before is null or not_before <= now())`;

/**
 * Takes up the next documents of a view: those of the highest priority, by age, and in a tenth of the room what has waited
 * longest. So what is urgent is in the next batch, which little else makes longer, and what is not gets through under a steady
 * stream of it.
 *
 * Runs while the view's advisory lock is held, so leases of other workers are of such as have lost it: their documents
 * are taken over at once, and swept again after those leases.
 */
export async function claimBatch(
  session: Queryable,
  view: View,
  worker: string,
  room: Room,
): Promise<ClaimedDocument[]> {
  const share = Math.max(1, Math.floor(room.documents / SHARE_OF_THE_OLDEST));
  const rows = await session.query<Omit<ClaimedDocument, 'metadata' | 'worker'> & { metadata: string }>(
    `with urgent as (
       select document_id, priority, enqueued_at, lease_until from view_work where ${CLAIMABLE}
       order by priority desc, enqueued_at, document_id limit $4 for update skip locked),
     oldest as (
       select document_id, priority, enqueued_at, lease_until from view_work where ${CLAIMABLE}
       order by enqueued_at, document_id limit $5 for update skip locked),
     sized as (
       select u.*, octet_length(d.content) as bytes, row_number() over by_urgency as place,
         sum(octet_length(d.content)) over by_urgency as total
       from urgent u join documents d on d.collection_id = $3 and d.document_id = u.document_id
       where u.priority = (select max(priority) from urgent)
       window by_urgency as (order by u.priority desc, u.enqueued_at, u.document_id)),
     aged as (
       select o.*, octet_length(d.content) as bytes,
         sum(octet_length(d.content)) over (order by o.enqueued_at, o.document_id) as total
       from oldest o join documents d on d.collection_id = $3 and d.document_id = o.document_id),
     taken as (
       select document_id, lease_until from (
         select document_id, lease_until, 0 as place from aged
         where total <= $6::float8 / ${SHARE_OF_THE_OLDEST} or ($7 and total = bytes)
         union all
         select document_id, lease_until, place from sized where total - bytes < $6) as chosen
       group by document_id, lease_until order by min(place) limit $4),
     haunted as (
       insert into view_sweeps as s (view_id, document_id, due_at)
       select $1, document_id, lease_until from taken where lease_until > now()
       on conflict (view_id, document_id) do update set due_at = greatest(s.due_at, excluded.due_at)),
     leased as (
       update view_work w set leased_by = $2, lease_until = now() + make_interval(secs => $8)
       from taken t where w.view_id = $1 and w.document_id = t.document_id
       returning w.document_id, w.attempts, w.priority, w.job_id)
     select d.document_id as "documentId", d.revision, d.deleted, d.position, d.title, d.content,
            d.metadata::text as metadata, d.partition, d.expires_at as "expiresAt", d.given_places as "givenPlaces",
            d.given_vectors as "givenVectors", d.given_model as "givenModel",
            d.read_scopes as "readScopes", d.image_hashes as "imageHashes", l.attempts, l.priority, l.job_id as "jobId"
     from leased l join documents d on d.collection_id = $3 and d.document_id = l.document_id,
       -- Not worth the wait for a disk: confirmLeases comes before anything is written, and waits for this too.
       set_config('synchronous_commit', 'off', true)`,
    [view.id, worker, view.collectionId, room.documents, share, room.bytes, room.oldestFirst, LEASE_SECONDS],
  );
  return rows.map((row) => ({
    ...row,
    worker,
    metadata: parseJson64(row.metadata) as Record<string, unknown>,
  }));
}

/**
 * Milliseconds until the work that waits is worth a batch: it would be full, or has waited for `lingerSeconds`; undefined where
 * none waits.
 */
export async function msUntilRipe(
  db: Queryable,
  view: View,
  worker: string,
  { maxDocuments, lingerSeconds }: { maxDocuments: number; lingerSeconds: number },
): Promise<number | undefined> {
  if (lingerSeconds === 0) return 0;
  const [row] = await db.query<{ count: number; age: number | null }>(
    `select count(*) as count, extract(epoch from now() - min(enqueued_at))::float8 as age from (
       select enqueued_at from view_work where ${CLAIMABLE} order by enqueued_at limit $3) as waiting`,
    [view.id, worker, maxDocuments],
  );
  if (!row || row.age === null) return undefined;
  if (row.count >= maxDocuments) return 0;
  return Math.max(0, (lingerSeconds - row.age) * 1000);
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
       (select min(coalesce(not_before, now())) from view_work where view_id = $1 and not held),
       (select min(due_at) from view_sweeps where view_id = $1)) - now())::float8 * 1000 as ms`,
    [view.id],
  );
  return row?.ms === null || row?.ms === undefined ? undefined : Math.max(0, row.ms);
}
