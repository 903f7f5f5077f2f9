import type { Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import type { FieldDefinition } from '../../../lib/filter/fields.ts';

/** A collection with the model of its serving view. */
export interface CollectionRow {
  id: string;
  name: string;
  description: string;
  strict: boolean;
  fields: FieldDefinition[];
  /** Grows by one with each accepted request. */
  position: number;
  /** Documents that are not deleted. */
  documentCount: number;
  createdAt: Date;
  viewId: string;
  milvusName: string;
  modelName: string;
  modelVersion: string;
  dimensions: number;
}

const selectCollection = `
  select c.id, c.name, c.description, c.strict, c.fields, c.position, c.document_count as "documentCount",
         c.created_at as "createdAt", v.id as "viewId", v.milvus_name as "milvusName",
         v.model_name as "modelName", v.model_version as "modelVersion", v.dimensions
  from collections c join views v on v.id = c.serving_view`;

export function collectionsById(db: Queryable, ids: readonly string[]): Promise<CollectionRow[]> {
  return db.query(`${selectCollection} where c.id = any($1)`, [ids]);
}

export function collectionsByName(db: Queryable, names: readonly string[]): Promise<CollectionRow[]> {
  return db.query(`${selectCollection} where c.name = any($1)`, [names]);
}

/** A page of all collections by name: those after `after`, one more than `first` where there are more. */
export function collectionsAfter(db: Queryable, after: string, first: number): Promise<CollectionRow[]> {
  return db.query(`${selectCollection} where c.name > $1 order by c.name limit $2`, [after, first + 1]);
}

export async function countCollections(db: Queryable): Promise<number> {
  const [row] = await db.query<{ count: number }>('select count(*) as count from collections');
  return row?.count ?? 0;
}

/**
 * The collection with this name, or else this id.
 * @param path the argument, for the error
 * @throws COLLECTION_NOT_FOUND, which lists those that exist
 */
export async function findCollection(db: Queryable, nameOrId: string, path: string): Promise<CollectionRow> {
  const rows = await db.query<CollectionRow>(`${selectCollection} where c.name = $1 or c.id = $1`, [
    nameOrId,
  ]);
  const found = rows.find((row) => row.name === nameOrId) ?? rows[0];
  if (found) return found;
  const known = await db.query<{ name: string }>('select name from collections order by name limit 20');
  throw userError.collectionNotFound(
    path,
    nameOrId,
    known.map((row) => row.name),
  );
}
