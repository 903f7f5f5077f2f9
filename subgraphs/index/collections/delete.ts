import type { Database } from '../../../lib/database/database.ts';
import { supersedeUnfinished } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import { findCollection, lockCollection } from './collection.ts';

/**
 * Deletes a collection with its documents and jobs. Its Milvus collections are dropped by their worker, now or as soon
 * as Milvus is there. Whoever follows one of its jobs gets a last event: everything in it was deleted.
 * @throws COLLECTION_NOT_FOUND
 */
export async function deleteCollection(
  db: Database,
  nameOrId: string,
): Promise<{ id: string; name: string }> {
  const path = 'input.collection';
  const { id, name } = await findCollection(db, nameOrId, path);
  await db.transaction(async (tx) => {
    await lockCollection(tx, id, path);
    await publishJobs(tx, await supersedeUnfinished(tx, id));
    const views = await tx.query<{ id: string }>(
      `insert into dropped_views (view_id, milvus_name) select id, milvus_name from views where collection_id = $1
       returning view_id as id`,
      [id],
    );
    await tx.query(
      `with gone as (delete from collections where id = $1 returning total_indexed, total_deleted, batches_processed)
       update indexing i set total_indexed = i.total_indexed + g.total_indexed,
         total_deleted = i.total_deleted + g.total_deleted, batches_processed = i.batches_processed + g.batches_processed
       from gone g`,
      [id],
    );
    for (const view of views) await tx.query(`select pg_notify('kitegraph_work', $1)`, [view.id]);
    await tx.query(`select pg_notify('kitegraph_catalog', $1)`, [id]);
  });
  return { id, name };
}
