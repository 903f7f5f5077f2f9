import { collectionSeenInSql, seenInSql } from '../../../lib/access.ts';
import type { Caller } from '../../../lib/caller.ts';
import type { Queryable } from '../../../lib/database/database.ts';
import { parseJson64 } from '../../../lib/json64.ts';

/** A document at its newest accepted revision. */
export interface DocumentRow {
  deleted: boolean;
  /** The collection's position at which this revision was accepted. */
  position: number;
  collectionId: string;
  collectionName: string;
  /** Its key in the collection: lib/document-key.ts. */
  key: string;
  revision: number;
  title: string | null;
  content: string;
  /** In the stored form. */
  metadata: Record<string, unknown>;
  createdAt: Date;
  updatedAt: Date;
  indexedAt: Date | null;
  partition: string | null;
  expiresAt: Date | null;
  /** Of which one is needed to see it; null: none. */
  readScopes: string[] | null;
  /** What searches find; null before it is indexed. */
  indexedRevision: number | null;
  /** Of its images, in their order; null where it has none. */
  imageHashes: Buffer[] | null;
}

/** A document that searches may find: one that has expired is as good as deleted. */
export const ALIVE = '(not d.deleted and (d.expires_at is null or d.expires_at > now()))';

type StoredRow = Omit<DocumentRow, 'metadata'> & { metadata: string };

/** Metadata as text: pg's own parser would round integers beyond 2^53. */
export const selectDocument = `
  select d.deleted, d.position, d.collection_id as "collectionId", c.name as "collectionName", d.document_id as key, d.revision,
         d.title, d.content, d.metadata::text as metadata, d.created_at as "createdAt", d.updated_at as "updatedAt",
         d.indexed_at as "indexedAt", d.partition, d.expires_at as "expiresAt", d.indexed_revision as "indexedRevision",
         d.read_scopes as "readScopes", d.image_hashes as "imageHashes"
  from documents d join collections c on c.id = d.collection_id`;

/** Runs a query that starts with `selectDocument`. */
export async function queryDocuments(db: Queryable, text: string, params: unknown[]): Promise<DocumentRow[]> {
  const rows = await db.query<StoredRow>(text, params);
  return rows.map((row) => ({ ...row, metadata: parseJson64(row.metadata) as Record<string, unknown> }));
}

/** The documents with these keys that are there and that a caller sees, in no order. */
export function documentsByKey(
  db: Queryable,
  keys: readonly { collectionId: string; key: string }[],
  { scopes, collections }: Caller,
): Promise<DocumentRow[]> {
  return queryDocuments(
    db,
    `${selectDocument} join unnest($1::text[], $2::text[]) as k (collection_id, document_id)
       on d.collection_id = k.collection_id and d.document_id = k.document_id
     where ${ALIVE} and ${collectionSeenInSql('c', '$3', '$4')} and ${seenInSql('d.read_scopes', '$3')}`,
    [
      keys.map(({ collectionId }) => collectionId),
      keys.map(({ key }) => key),
      scopes ?? null,
      collections ?? null,
    ],
  );
}
