import type { Queryable } from '../../../lib/database/database.ts';
import type { FieldDefinition } from '../../../lib/filter/fields.ts';

/** A collection and the view that serves it, as one search needs to know them. */
export interface CollectionEntry {
  id: string;
  name: string;
  fields: FieldDefinition[];
  view: ViewEntry;
}

export interface ViewEntry {
  id: string;
  /** Name of the physical Milvus collection. */
  milvusName: string;
  model: { name: string; version: string; dimensions: number };
  analyzerVersion: string;
  /** Everything accepted up to this position can be found in the view. */
  appliedPosition: number;
}

interface CollectionRow {
  id: string;
  name: string;
  fields: FieldDefinition[];
  view_id: string;
  milvus_name: string;
  model_name: string;
  model_version: string;
  dimensions: number;
  analyzer_version: string;
  applied_position: number;
}

/** Every collection with its serving view. */
export async function selectCollections(db: Queryable): Promise<CollectionEntry[]> {
  const rows = await db.query<CollectionRow>(`
    select c.id, c.name, c.fields, v.id as view_id, v.milvus_name, v.model_name, v.model_version, v.dimensions,
           v.analyzer_version, v.applied_position
    from collections c join views v on v.id = c.serving_view
    order by c.name`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    fields: row.fields,
    view: {
      id: row.view_id,
      milvusName: row.milvus_name,
      model: { name: row.model_name, version: row.model_version, dimensions: row.dimensions },
      analyzerVersion: row.analyzer_version,
      appliedPosition: Number(row.applied_position),
    },
  }));
}

/** The view that serves each of these collections now, and how far it has come. */
export function selectPositions(db: Queryable, collectionIds: readonly string[]): Promise<PositionRow[]> {
  return db.query<PositionRow>(
    `select c.id as collection, v.id as view, v.applied_position::float8 as position
     from collections c join views v on v.id = c.serving_view
     where c.id = any($1)`,
    [collectionIds],
  );
}

export interface PositionRow {
  collection: string;
  view: string;
  position: number;
}
