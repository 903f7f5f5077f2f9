import { seenBy, seenInSql } from '../../../lib/access.ts';
import type { Caller } from '../../../lib/caller.ts';
import type { Queryable } from '../../../lib/database/database.ts';
import { tenantKeys } from '../../../lib/document-key.ts';
import { PartUnavailable } from '../../../lib/errors.ts';
import { toMilvus } from '../../../lib/filter/milvus.ts';
import { quoted } from '../../../lib/milvus/expression.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import type { CollectionRow } from './collection.ts';

/** What a caller sees of a collection. */
export interface OwnCounts {
  documents: number;
  pending: number;
}

type Counted = Pick<CollectionRow, 'id' | 'viewId' | 'milvusName' | 'partitionBy'>;

/** The tenant whose documents alone a caller sees in a collection; undefined where there is none. */
const tenantIn = ({ partitionBy }: Counted, { tenant }: Caller) =>
  partitionBy.by === 'TENANT' ? tenant : undefined;

/** @returns null where the caller sees all of it */
export async function ownCounts(
  db: Queryable,
  collection: Counted,
  caller: Caller,
): Promise<OwnCounts | null> {
  const tenant = tenantIn(collection, caller);
  const { scopes } = caller;
  if (tenant === undefined && scopes === undefined) return null;
  const { after, before } = tenant === undefined ? { after: '', before: null } : tenantKeys(tenant);
  const own = `d.document_id > $3 and ($4::text is null or d.document_id < $4) and ${seenInSql('d.read_scopes', '$5')}`;
  const [row] = await db.query<OwnCounts>(
    `select
       (select count(*) from documents d where d.collection_id = $1 and not d.deleted and ${own}) as documents,
       (select count(*) from view_work w
        join documents d on d.collection_id = $1 and d.document_id = w.document_id
        where w.view_id = $2 and ${own}) as pending`,
    [collection.id, collection.viewId, after, before, scopes ?? null],
  );
  return row as OwnCounts;
}

/**
 * How many vectors a view has that a caller sees: 0 while its Milvus collection is still to be made, null while Milvus is
 * away.
 */
export function vectorCount(store: VectorStore, collection: Counted, caller: Caller): Promise<number | null> {
  const tenant = tenantIn(collection, caller);
  const seen = seenBy(caller);
  const conditions = [
    ...(tenant === undefined ? [] : [`partition == ${quoted(tenant)}`]),
    ...(seen ? [toMilvus(seen)] : []),
  ];
  return vectorsIn(store, collection.milvusName, conditions.join(' and '));
}

/** All vectors of a view, or those that pass an expression; as `vectorCount`. */
export async function vectorsIn(
  store: VectorStore,
  milvusName: string,
  expression = '',
): Promise<number | null> {
  try {
    if (!(await store.hasView(milvusName))) return 0;
    return await store.count(milvusName, expression);
  } catch (error) {
    if (error instanceof PartUnavailable) return null;
    throw error;
  }
}
