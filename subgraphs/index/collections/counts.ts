import type { Queryable } from '../../../lib/database/database.ts';
import { tenantKeys } from '../../../lib/document-key.ts';
import { PartUnavailable } from '../../../lib/errors.ts';
import { quoted } from '../../../lib/milvus/expression.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import type { CollectionRow } from './collection.ts';

/** What a tenant has in a collection. */
export interface TenantCounts {
  documents: number;
  pending: number;
}

export async function tenantCounts(
  db: Queryable,
  { id, viewId }: Pick<CollectionRow, 'id' | 'viewId'>,
  tenant: string,
): Promise<TenantCounts> {
  const { after, before } = tenantKeys(tenant);
  const [row] = await db.query<TenantCounts>(
    `select
       (select count(*) from documents
        where collection_id = $1 and not deleted and document_id > $3 and document_id < $4) as documents,
       (select count(*) from view_work where view_id = $2 and document_id > $3 and document_id < $4) as pending`,
    [id, viewId, after, before],
  );
  return row as TenantCounts;
}

/**
 * How many vectors a view has, or a tenant in it: 0 while its Milvus collection is still to be made, null while Milvus is
 * away.
 */
export async function vectorCount(
  store: VectorStore,
  milvusName: string,
  tenant?: string | undefined,
): Promise<number | null> {
  try {
    if (!(await store.hasView(milvusName))) return 0;
    return await store.count(milvusName, tenant === undefined ? '' : `partition == ${quoted(tenant)}`);
  } catch (error) {
    if (error instanceof PartUnavailable) return null;
    throw error;
  }
}
