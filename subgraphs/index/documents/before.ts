import type { Queryable } from '../../../lib/database/database.ts';
import { hashesOf } from './images.ts';

const STATE = `title, content, metadata, partition, expires_at, given_places, given_vectors, given_model, read_scopes, image_hashes, created_at`;

/**
 * Keeps documents as searches find them now, before a newer revision is written: what a cancelled job goes back to. Where one
 * is kept already (a newer revision waits), it stays.
 * @param condition SQL that picks the documents, with its parameters from `$2` on
 */
export async function keepBefore(
  tx: Queryable,
  collectionId: string,
  condition: string,
  params: readonly unknown[],
): Promise<void> {
  await tx.query(
    `insert into documents_before (collection_id, document_id, ${STATE})
     select collection_id, document_id, ${STATE} from documents
     where collection_id = $1 and not deleted and indexed_revision = revision and (${condition})
     order by document_id on conflict do nothing`,
    [collectionId, ...params],
  );
}

/**
 * Writes the documents of a job that are not indexed yet as they were before, at a new position: those that searches find as
 * they find them, and the others as deleted.
 * @returns by how much the number of documents moved, and how many there were
 */
export async function restoreBefore(
  tx: Queryable,
  collectionId: string,
  position: number,
  jobId: string,
): Promise<{ moved: number; restored: number }> {
  const [row] = await tx.query<{ moved: number; restored: number }>(
    `with pending as (
       select d.document_id, d.deleted as was_deleted, b.document_id is null as is_new, b.title, b.content, b.metadata,
         b.partition, b.expires_at, b.given_places, b.given_vectors, b.given_model, b.read_scopes, b.image_hashes, b.created_at
       from job_documents jd
       join documents d on d.collection_id = jd.collection_id and d.document_id = jd.document_id
         and d.revision = jd.revision
       left join documents_before b on b.collection_id = d.collection_id and b.document_id = d.document_id
       where jd.job_id = $3 and jd.state = 'PENDING' order by d.document_id for update of d),
     restored as (
       update documents d set revision = d.revision + 1, position = $2, updated_at = now(), deleted = p.is_new,
         title = p.title, content = coalesce(p.content, ''), metadata = coalesce(p.metadata, '{}'),
         partition = coalesce(p.partition, d.partition), expires_at = p.expires_at, given_places = p.given_places,
         given_vectors = p.given_vectors, given_model = p.given_model, read_scopes = p.read_scopes, image_hashes = p.image_hashes,
         created_at = coalesce(p.created_at, d.created_at)
       from pending p where d.collection_id = $1 and d.document_id = p.document_id
       returning d.deleted::int as is_gone, p.was_deleted::int as was_gone)
     select count(*)::int as restored, coalesce(sum(was_gone - is_gone), 0)::int as moved from restored`,
    [collectionId, position, jobId],
  );
  return { moved: row?.moved ?? 0, restored: row?.restored ?? 0 };
}

/**
 * Settles what is kept, once a view that is searched shows documents: nothing where no newer revision waits, and what it shows
 * now where one does.
 */
export async function settleBefore(
  tx: Queryable,
  collectionId: string,
  shown: readonly ShownDocument[],
  newer: ReadonlySet<string>,
): Promise<void> {
  await tx.query('delete from documents_before where collection_id = $1 and document_id = any($2)', [
    collectionId,
    shown.map((one) => one.documentId),
  ]);
  const kept = shown.filter((one) => newer.has(one.documentId) && !one.deleted);
  if (kept.length === 0) return;
  await tx.query(
    `insert into documents_before (collection_id, document_id, ${STATE})
     select $1, k.document_id, k.title, k.content, k.metadata::jsonb, k.partition, k.expires_at,
            case when k.given_places is not null then
              array(select jsonb_array_elements_text(k.given_places::jsonb)::int) end, k.given_vectors, k.given_model,
            case when k.read_scopes is not null then array(select jsonb_array_elements_text(k.read_scopes::jsonb)) end,
            ${hashesOf('k.images')},
            d.created_at
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[], $9::bytea[],
       $10::text[], $11::text[], $12::text[])
       as k (document_id, title, content, metadata, partition, expires_at, given_places, given_vectors, given_model, read_scopes,
         images)
     join documents d on d.collection_id = $1 and d.document_id = k.document_id`,
    [
      collectionId,
      kept.map((one) => one.documentId),
      kept.map((one) => one.title),
      kept.map((one) => one.content),
      kept.map((one) => one.metadataText),
      kept.map((one) => one.partition),
      kept.map((one) => one.expiresAt),
      kept.map((one) => one.givenPlaces && JSON.stringify(one.givenPlaces)),
      kept.map((one) => one.givenVectors),
      kept.map((one) => one.givenModel),
      kept.map((one) => one.readScopes && JSON.stringify(one.readScopes)),
      kept.map(
        ({ imageHashes }) => imageHashes && JSON.stringify(imageHashes.map((hash) => hash.toString('hex'))),
      ),
    ],
  );
}

/** A document at the revision that a view shows. */
export interface ShownDocument {
  documentId: string;
  deleted: boolean;
  title: string | null;
  content: string;
  metadataText: string;
  partition: string | null;
  expiresAt: Date | null;
  givenPlaces: number[] | null;
  givenVectors: Buffer | null;
  givenModel: string | null;
  readScopes: string[] | null;
  imageHashes: Buffer[] | null;
}
