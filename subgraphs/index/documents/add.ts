import type { Database, Queryable } from '../../../lib/database/database.ts';
import { stringifyJson64 } from '../../../lib/json64.ts';
import type { AddDocumentsInput } from '../../../schema/generated/index.ts';
import { type CollectionRow, findCollection } from '../collections/collection.ts';
import { type Accepted, accept, type LogPlace } from './accept.ts';
import { type CheckedDocument, checkDocuments, checkPriority } from './validate.ts';

/** What a mutation of documents answers with. */
export interface AcceptedChange extends Accepted {
  collection: CollectionRow;
}

/**
 * Inserts documents, or replaces those whose id exists.
 * @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, UNKNOWN_FIELD; nothing has changed then
 */
export async function addDocuments(db: Database, input: AddDocumentsInput): Promise<AcceptedChange> {
  const collection = await findCollection(db, input.collection, 'input.collection');
  const priority = checkPriority(input.priority);
  const documents = checkDocuments(input.documents, collection, 'input.documents');
  const accepted = await accept(db, { collectionId: collection.id, kind: 'ADD', priority }, (tx, place) =>
    writeDocuments(tx, place, documents),
  );
  return accepted ? { ...accepted, collection } : addDocuments(db, input);
}

/** Writes whole documents at the place. @returns how many of them are new */
async function writeDocuments(tx: Queryable, place: LogPlace, documents: CheckedDocument[]): Promise<number> {
  const rows = await tx.query<{ added: number }>(
    `with given as (
       select * from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as g (document_id, title, content, metadata)),
     alive as (
       select d.document_id from documents d join given g on g.document_id = d.document_id
       where d.collection_id = $1 and not d.deleted),
     written as (
       insert into documents as d (collection_id, document_id, revision, position, title, content, metadata)
       select $1, document_id, 1, $2, title, content, metadata::jsonb from given order by document_id collate "C"
       on conflict (collection_id, document_id) do update set
         revision = d.revision + 1, deleted = false, position = excluded.position, title = excluded.title,
         content = excluded.content, metadata = excluded.metadata, updated_at = now(),
         created_at = case when d.deleted then now() else d.created_at end)
     select (select count(*) from given)::int - (select count(*) from alive)::int as added`,
    [
      place.collectionId,
      place.position,
      documents.map((document) => document.documentId),
      documents.map((document) => document.title),
      documents.map((document) => document.content),
      documents.map((document) => stringifyJson64(document.metadata)),
    ],
  );
  return rows[0]?.added ?? 0;
}
