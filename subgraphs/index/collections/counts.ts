import type { Queryable } from '../../../lib/database/database.ts';
import { PartUnavailable } from '../../../lib/errors.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';

/** How many documents wait to come into each of these views. */
export async function pendingCounts(db: Queryable, viewIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.query<{ id: string; count: number }>(
    'select view_id as id, count(*) as count from view_work where view_id = any($1) group by view_id',
    [viewIds],
  );
  return new Map(rows.map((row) => [row.id, row.count]));
}

/** How many vectors a view has: 0 while its Milvus collection is still to be made, null while Milvus is away. */
export async function vectorCount(store: VectorStore, milvusName: string): Promise<number | null> {
  try {
    return (await store.hasView(milvusName)) ? await store.count(milvusName) : 0;
  } catch (error) {
    if (error instanceof PartUnavailable) return null;
    throw error;
  }
}
