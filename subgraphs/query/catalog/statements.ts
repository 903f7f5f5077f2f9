import type { Queryable } from '../../../lib/database/database.ts';
import { type ModelSpec, serviceModel } from '../../../lib/embedding/model-spec.ts';
import type { FieldDefinition } from '../../../lib/filter/fields.ts';
import type { SearchSettings } from '../../../lib/search-settings.ts';
import type { SynonymRule } from '../../../lib/text/synonyms.ts';
import type { ViewSpec } from '../../../lib/view-spec.ts';

/** A collection and the view that serves it, as one search needs to know them. */
export interface CollectionEntry {
  id: string;
  name: string;
  fields: FieldDefinition[];
  /** Another with each change of the fields. */
  fieldsDigest: string;
  /** Whether any document ever had an expiry. */
  expires: boolean;
  /** Its named partitions that searches look into; null where it is not divided by name, or all are. */
  loadedPartitions: string[] | null;
  /** All of its named partitions. */
  partitions: string[];
  /** Grows with each change of its synonyms; 0: it never had any. */
  synonymsVersion: number;
  search: SearchSettings;
  /** Documents that it has, accepted ones that are not indexed yet too. */
  documentCount: number;
  /** Of which one is needed to see it; null: none. */
  readScopes: string[] | null;
  view: ViewEntry;
}

export interface ViewEntry {
  id: string;
  /** Name of the physical Milvus collection. */
  milvusName: string;
  spec: ViewSpec;
  /** What the registry knows of its model. */
  model: ModelSpec;
  /** Everything accepted up to this position can be found in the view. */
  appliedPosition: number;
  /** Grows with every change of what can be found. */
  changes: number;
}

const fieldsDigest = 'md5(c.fields::text) as "fieldsDigest"';

const partitionColumns = `
  array(select p.name from partitions p where p.collection_id = c.id and p.dropped_at is null order by p.name) as "all",
  array(select p.name from partitions p
        where p.collection_id = c.id and p.dropped_at is null and p.loaded order by p.name) as loaded`;

/** Every collection with its serving view. */
export async function selectCollections(db: Queryable): Promise<CollectionEntry[]> {
  const rows = await db.query<
    Omit<CollectionEntry, 'view' | 'loadedPartitions' | 'partitions'> &
      Omit<ViewEntry, 'id' | 'model'> & {
        viewId: string;
        model: ModelSpec | null;
        all: string[];
        loaded: string[];
      }
  >(`
    select c.id, c.name, c.fields, ${fieldsDigest}, c.expires, c.synonyms_version as "synonymsVersion", c.search, c.read_scopes as "readScopes",
           c.document_count as "documentCount", v.id as "viewId", v.milvus_name as "milvusName", v.spec, m.spec as model,
           v.applied_position as "appliedPosition", v.changes, ${partitionColumns}
    from collections c join views v on v.id = c.serving_view
    left join models m on m.name = v.spec -> 'model' ->> 'name' and m.version = v.spec -> 'model' ->> 'version'
    order by c.name`);
  return rows.map(({ viewId, milvusName, spec, model, appliedPosition, changes, ...collection }) => ({
    ...withPartitions(collection),
    view: {
      id: viewId,
      milvusName,
      spec,
      model: model ?? serviceModel(spec.model),
      appliedPosition,
      changes,
    },
  }));
}

/** The synonyms of a collection, with their version; undefined where it was deleted. */
export async function selectSynonyms(
  db: Queryable,
  collectionId: string,
): Promise<{ version: number; rules: SynonymRule[] } | undefined> {
  const [row] = await db.query<{ version: number; rules: SynonymRule[] }>(
    'select synonyms_version as version, synonyms as rules from collections where id = $1',
    [collectionId],
  );
  return row;
}

/** The view that serves each of these collections now, how far it has come, and which partitions it has. */
export async function selectPositions(
  db: Queryable,
  collectionIds: readonly string[],
): Promise<PositionRow[]> {
  const rows = await db.query<
    Omit<PositionRow, 'partitions' | 'loadedPartitions'> & { all: string[]; loaded: string[] }
  >(
    `select c.id as collection, v.id as view, v.applied_position as position, v.changes,
            c.synonyms_version as "synonymsVersion", c.search, c.document_count as "documentCount", ${fieldsDigest},
            c.read_scopes as "readScopes", ${partitionColumns}
     from collections c join views v on v.id = c.serving_view
     where c.id = any($1)`,
    [collectionIds],
    'positions',
  );
  return rows.map(withPartitions);
}

export interface PositionRow
  extends Pick<
    CollectionEntry,
    | 'partitions'
    | 'loadedPartitions'
    | 'synonymsVersion'
    | 'search'
    | 'documentCount'
    | 'fieldsDigest'
    | 'readScopes'
  > {
  collection: string;
  view: string;
  position: number;
  changes: number;
}

function withPartitions<T extends { all: string[]; loaded: string[] }>({ all, loaded, ...row }: T) {
  return { ...row, partitions: all, loadedPartitions: all.length === loaded.length ? null : loaded };
}

/**
 * Says what a reader of the catalog goes by: a view that was replaced is dropped only when all have looked since.
 * @param readAt when its last complete look began
 */
export async function sayRead(db: Queryable, reader: string, readAt: Date): Promise<void> {
  await db.query(
    `insert into catalog_readers (id, read_at) values ($1, $2)
     on conflict (id) do update set read_at = excluded.read_at, seen_at = now()`,
    [reader, readAt],
  );
}

export async function sayGone(db: Queryable, reader: string): Promise<void> {
  await db.query('delete from catalog_readers where id = $1', [reader]);
}
