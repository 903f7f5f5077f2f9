import type { Database } from '../../../lib/database/database.ts';
import { newId } from '../../../lib/ids.ts';
import { milvusNames } from '../../../lib/milvus/image-view.ts';
import { findCollection, lockCollection } from '../collections/collection.ts';
import { insertViewJob, type JobRow } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import { advanceJob, finishJob, type ViewJob } from '../jobs/view-job.ts';
import type { View } from '../views/view.ts';
import type { WorkParts } from '../work/parts.ts';

/** Flush, and compact. */
const STEPS = 2;

/** Starts the compaction of a collection's index; one that has not ended goes on. @throws COLLECTION_NOT_FOUND */
export async function optimizeCollection(db: Database, nameOrId: string): Promise<JobRow> {
  const path = 'input.collection';
  const { id } = await findCollection(db, nameOrId, path);
  return db.transaction(async (tx) => {
    await lockCollection(tx, id, path);
    const { viewId } = await findCollection(tx, id, path);
    const job = await insertViewJob(tx, {
      id: newId('job'),
      collectionId: id,
      kind: 'OPTIMIZE',
      priority: 0,
      viewId,
      total: STEPS,
    });
    await publishJobs(tx, [job]);
    return job;
  });
}

/** Compacts a view. */
export async function optimizeView({ db, store }: WorkParts, view: View, job: ViewJob): Promise<void> {
  await db.transaction((tx) => advanceJob(tx, job.id, {}));
  for (const name of milvusNames(view)) await store.settle(name);
  await db.transaction((tx) => advanceJob(tx, job.id, { processed: 1 }));
  for (const name of milvusNames(view)) await store.compact(name);
  await db.transaction(async (tx) => {
    await tx.query('update views set removed_rows = 0 where id = $1', [view.id]);
    await finishJob(tx, job.id, 'COMPLETED');
  });
}
