import type { Queryable } from '../../../lib/database/database.ts';
import { parseJson64 } from '../../../lib/json64.ts';

/** A document at its newest accepted revision. */
export interface DocumentRow {
  collectionId: string;
  collectionName: string;
  documentId: string;
  revision: number;
  title: string | null;
  content: string;
  /** In the stored form. */
  metadata: Record<string, unknown>;
  createdAt: Date;
  updatedAt: Date;
  indexedAt: Date | null;
}

type StoredRow = Omit<DocumentRow, 'metadata'> & { metadata: string };

/** Metadata as text: pg's own parser would round integers beyond 2^53. */
export const selectDocument = `
  select d.collection_id as "collectionId", c.name as "collectionName", d.document_id as "documentId", d.revision,
         d.title, d.content, d.metadata::text as metadata, d.created_at as "createdAt", d.updated_at as "updatedAt",
         d.indexed_at as "indexedAt"
  from documents d join collections c on c.id = d.collection_id`;

/** Runs a query that starts with `selectDocument`. */
export async function queryDocuments(db: Queryable, text: string, params: unknown[]): Promise<DocumentRow[]> {
  const rows = await db.query<StoredRow>(text, params);
  return rows.map((row) => ({ ...row, metadata: parseJson64(row.metadata) as Record<string, unknown> }));
}

/** The documents with these ids that are there, in no order. */
export function documentsById(
  db: Queryable,
  keys: readonly { collectionId: string; documentId: string }[],
): Promise<DocumentRow[]> {
  return queryDocuments(
    db,
    `${selectDocument} join unnest($1::text[], $2::text[]) as k (collection_id, document_id)
       on d.collection_id = k.collection_id and d.document_id = k.document_id
     where not d.deleted`,
    [keys.map((key) => key.collectionId), keys.map((key) => key.documentId)],
  );
}

/** As `documentsById`, with the collection given by its name. */
export function documentsByName(
  db: Queryable,
  keys: readonly { collectionName: string; documentId: string }[],
): Promise<DocumentRow[]> {
  return queryDocuments(
    db,
    `${selectDocument} join unnest($1::text[], $2::text[]) as k (name, document_id)
       on c.name = k.name and d.document_id = k.document_id
     where not d.deleted`,
    [keys.map((key) => key.collectionName), keys.map((key) => key.documentId)],
  );
}
