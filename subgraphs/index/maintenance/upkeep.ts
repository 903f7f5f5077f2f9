import type { Database, Queryable } from '../../../lib/database/database.ts';
import { newId } from '../../../lib/ids.ts';
import { findCollection } from '../collections/collection.ts';
import { insertViewJob } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import { startRebuild } from '../views/rebuild.ts';
import type { View } from '../views/view.ts';
import type { WorkParts } from '../work/parts.ts';
import { LOWEST_PRIORITY, VERIFY_PAUSE_MS } from './due.ts';
import { startVerification } from './verify.ts';

/** Compaction pays where so many rows, and such a part of all, were removed. */
const REMOVED_ROWS = 1_000;
const REMOVED_PART = 0.2;
/** A view that was exact gets a graph where it has outgrown its kind by so much. */
const OUTGROWN = 1.2;

/**
 * What a view needs that nobody asked for, looked at when its work has run out: a comparison after a crash, a compaction where it
 * pays, another kind of index where it has outgrown the one that it has.
 */
export async function keepUp({ db, store, exactUpTo }: WorkParts, view: View): Promise<void> {
  if (view.state !== 'SERVING') return;
  if (!view.clean) {
    await onceAtATime(db, view, 'VERIFY', async (tx) => {
      const collection = await findCollection(tx, view.collectionId, 'collection');
      await startVerification(tx, collection, { repair: true, pauseMs: VERIFY_PAUSE_MS }, LOWEST_PRIORITY);
    });
  }
  const rows = await store.count(view.milvusName);
  const [row] = await db.query<{ removed: number }>(
    'select removed_rows as removed from views where id = $1',
    [view.id],
  );
  const removed = row?.removed ?? 0;
  if (removed > REMOVED_ROWS && removed > rows * REMOVED_PART) {
    await onceAtATime(db, view, 'OPTIMIZE', async (tx) => {
      const job = await insertViewJob(tx, {
        id: newId('job'),
        collectionId: view.collectionId,
        kind: 'OPTIMIZE',
        priority: LOWEST_PRIORITY,
        viewId: view.id,
        total: 2,
      });
      await publishJobs(tx, [job]);
    });
  }
  const { kind, builtAs } = view.spec.index;
  if (kind === 'AUTO' && builtAs === 'FLAT' && rows > exactUpTo * OUTGROWN) {
    await onceAtATime(db, view, 'REBUILD', async (tx) => {
      const collection = await findCollection(tx, view.collectionId, 'collection');
      const spec = { ...collection.spec, index: { ...collection.spec.index, builtAs: 'HNSW' as const } };
      await startRebuild(tx, collection, spec, LOWEST_PRIORITY);
    });
  }
}

/** Starts a job of a kind where none is under way. */
function onceAtATime(
  db: Database,
  view: View,
  kind: 'VERIFY' | 'OPTIMIZE' | 'REBUILD',
  start: (tx: Queryable) => Promise<void>,
): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.query('select from collections where id = $1 for update', [view.collectionId]);
    const running = await tx.query(
      `select from jobs where collection_id = $1 and kind = $2
         and (finished_at is null or status in ('FAILED', 'CANCELLED') and finished_at > now() - interval '1 day')`,
      [view.collectionId, kind],
    );
    if (running.length === 0) await start(tx);
  });
}
