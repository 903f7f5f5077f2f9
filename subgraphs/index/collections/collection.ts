import { collectionSeenInSql } from '../../../lib/access.ts';
import type { Caller } from '../../../lib/caller.ts';
import type { Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import type { FieldDefinition } from '../../../lib/filter/fields.ts';
import type { SearchSettings } from '../../../lib/search-settings.ts';
import type { SynonymRule } from '../../../lib/text/synonyms.ts';
import type { PartitionKind, ViewSpec } from '../../../lib/view-spec.ts';
import type { BatchingSettings } from './batching.ts';

/** A collection with its serving view. */
export interface CollectionRow {
  id: string;
  name: string;
  description: string;
  strict: boolean;
  fields: FieldDefinition[];
  partitionBy: { by: PartitionKind; field: string | null };
  /** What it sets itself of the batching. */
  ownBatching: Partial<BatchingSettings>;
  synonyms: SynonymRule[];
  search: SearchSettings;
  /** Of which one is needed to see it; null: none. */
  readScopes: string[] | null;
  /** Grows by one with each accepted request. */
  position: number;
  /** Documents that are not deleted. */
  documentCount: number;
  totalIndexed: number;
  totalDeleted: number;
  batchesProcessed: number;
  /** At the last verification; null before the first. */
  drift: number | null;
  createdAt: Date;
  viewId: string;
  milvusName: string;
  spec: ViewSpec;
  /** That of the view. */
  model: ViewSpec['model'];
  pendingCount: number;
}

const selectCollection = `
  select c.id, c.name, c.description, c.strict, c.fields, c.partition_by as "partitionBy", c.batching as "ownBatching",
         c.synonyms, c.search, c.read_scopes as "readScopes", c.position, c.document_count as "documentCount", c.total_indexed as "totalIndexed",
         c.total_deleted as "totalDeleted", c.batches_processed as "batchesProcessed", c.drift, c.created_at as "createdAt",
         v.id as "viewId", v.milvus_name as "milvusName", v.spec, v.spec -> 'model' as model,
         v.pending_count as "pendingCount"
  from collections c join views v on v.id = c.serving_view`;

export function collectionsById(db: Queryable, ids: readonly string[]): Promise<CollectionRow[]> {
  return db.query(`${selectCollection} where c.id = any($1)`, [ids]);
}

export function collectionsByName(db: Queryable, names: readonly string[]): Promise<CollectionRow[]> {
  return db.query(`${selectCollection} where c.name = any($1)`, [names]);
}

/** A page of all collections by name: those after `after`, one more than `first` where there are more. */
export function collectionsAfter(
  db: Queryable,
  after: string,
  first: number,
  { scopes, collections }: Caller,
): Promise<CollectionRow[]> {
  return db.query(`${selectCollection} where c.name > $1 and ${seen('$3', '$4')} order by c.name limit $2`, [
    after,
    first + 1,
    scopes ?? null,
    collections ?? null,
  ]);
}

export async function countCollections(db: Queryable, { scopes, collections }: Caller): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*) as count from collections c where ${seen('$1', '$2')}`,
    [scopes ?? null, collections ?? null],
  );
  return row?.count ?? 0;
}

const seen = (scopes: string, names: string) => collectionSeenInSql('c', scopes, names);

/**
 * The collection with this name, or else this id.
 * @param path the argument, for the error
 * @param caller who must see it. @default whoever sees all
 * @throws COLLECTION_NOT_FOUND, which lists those that exist
 */
export async function findCollection(
  db: Queryable,
  nameOrId: string,
  path: string,
  { scopes, collections }: Caller = {},
): Promise<CollectionRow> {
  const rows = await db.query<CollectionRow>(
    `${selectCollection} where (c.name = $1 or c.id = $1) and ${seen('$2', '$3')}`,
    [nameOrId, scopes ?? null, collections ?? null],
  );
  const found = rows.find((row) => row.name === nameOrId) ?? rows[0];
  if (found) return found;
  const known = await db.query<{ name: string }>(
    `select name from collections c where ${seen('$1', '$2')} order by name limit 20`,
    [scopes ?? null, collections ?? null],
  );
  throw userError.collectionNotFound(
    path,
    nameOrId,
    known.map((row) => row.name),
  );
}

/** The ids of the collections that a caller is limited to, of those that there are; all, where it is not limited. */
export async function allowedCollections(
  db: Queryable,
  { collections }: Caller,
): Promise<Pick<ReadonlySet<string>, 'has'>> {
  if (collections === undefined) return { has: () => true };
  const rows = await db.query<{ id: string }>('select id from collections where name = any($1)', [
    collections,
  ]);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Locks a collection's row, which everything that changes its documents or views does first.
 * @throws COLLECTION_NOT_FOUND where it was deleted meanwhile
 */
export async function lockCollection(tx: Queryable, id: string, path: string): Promise<void> {
  const [held] = await tx.query('select id from collections where id = $1 for update', [id]);
  if (!held) await findCollection(tx, id, path);
}
