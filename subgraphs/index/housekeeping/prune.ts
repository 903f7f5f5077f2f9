import type { Database } from '../../../lib/database/database.ts';
import { discardView } from '../views/view.ts';

/**
 * Deletes jobs that finished more than `days` days ago and that no kept request names, and the streams of jobs that are gone and whose events are no
 * longer kept.
 */
export async function forgetJobs(db: Database, days: number): Promise<void> {
  await discardAbandoned(db, days);
  // A request that may be sent again is answered with its job.
  await db.query(
    `delete from jobs j where j.finished_at < now() - make_interval(days => $1)
       and not exists (select from requests r where r.job_id = j.id)`,
    [days],
  );
  await db.query(
    `delete from streams s where s.name like 'job:%'
       and not exists (select from jobs j where j.id = substr(s.name, 5))
       and not exists (select from events e where e.stream = s.name)`,
  );
}

/** A rebuild that failed keeps its view for another try; not for ever. */
async function discardAbandoned(db: Database, days: number): Promise<void> {
  const views = await db.query<{ id: string }>(
    `select v.id from views v join jobs j on j.view_id = v.id and j.kind = 'REBUILD'
     where v.state = 'BUILDING' and j.finished_at < now() - make_interval(days => $1)`,
    [days],
  );
  for (const { id } of views) await db.transaction((tx) => discardView(tx, id));
}

/**
 * Deletes tombstones that every view has passed. Only those of yesterday and before: what a stalled worker may still
 * have written was swept long ago.
 */
export async function purgeTombstones(db: Database): Promise<void> {
  await db.query(
    `delete from documents d
     where d.deleted and d.indexed_revision = d.revision and d.updated_at < now() - interval '1 day'
       and not exists (
         select from views v
         join view_work w on w.view_id = v.id and w.document_id = d.document_id
         where v.collection_id = d.collection_id)
       and not exists (
         select from views v
         join view_sweeps s on s.view_id = v.id and s.document_id = d.document_id
         where v.collection_id = d.collection_id)`,
  );
}

/** How long a request can be sent again under its idempotency key. */
const REQUEST_DAYS = 7;

export async function forgetRequests(db: Database): Promise<void> {
  await db.query('delete from requests where created_at < now() - make_interval(days => $1)', [REQUEST_DAYS]);
}

/** How long an image that no document names is kept: one may be about to be accepted with it. */
const IMAGE_HOURS = 24;

/** Deletes the images that no document has any more, and their embeddings. */
export async function forgetImages(db: Database): Promise<void> {
  await db.query(
    `with gone as (
     delete from images i where i.used_at < now() - make_interval(hours => $1)
       and not exists (
         select from documents d where d.collection_id = i.collection_id and d.image_hashes @> array[i.hash])
       and not exists (
         select from documents_before b where b.collection_id = i.collection_id and b.image_hashes @> array[i.hash])
     returning hash)
     delete from embeddings where key in (select substr(hash, 1, 16) from gone)`,
    [IMAGE_HOURS],
  );
}

/** Deletes the embeddings that were not used for longest, where there are more than `most`. */
export async function forgetEmbeddings(db: Database, most: number): Promise<void> {
  await db.query(
    `with surplus as (select greatest(0, (select count(*) from embeddings) - $1) as count)
     delete from embeddings where ctid in (
       select ctid from embeddings order by used_on limit (select count from surplus))`,
    [most],
  );
}
