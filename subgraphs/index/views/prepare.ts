import type { Database, Queryable } from '../../../lib/database/database.ts';
import { imageView, milvusNames } from '../../../lib/milvus/image-view.ts';
import type { WorkParts } from '../work/parts.ts';
import { raiseAppliedPosition } from '../work/queue.ts';
import { preparePartitions } from './partitions.ts';
import { markPrepared, type View } from './view.ts';

/** Milliseconds after which a Milvus collection that was seen is looked at again. */
export const LOOK_AGAIN_MS = 60_000;

/** When this process last saw the Milvus collection of a view, by the store that it saw it in. */
const seen = new WeakMap<object, Map<string, number>>();

/**
 * Makes sure that the view's Milvus collection is there and loaded, with its partitions. One that was there and is gone
 * (another Milvus, a lost disk) is made anew and filled from the log.
 * @throws PartUnavailable where Milvus is away
 */
export async function prepareView({ db, store, log }: WorkParts, view: View): Promise<void> {
  const known = seen.get(store) ?? new Map<string, number>();
  seen.set(store, known);
  if (view.spec.partitions === 'NAME') await preparePartitions({ db, store }, view);
  if (performance.now() - (known.get(view.id) ?? Number.NEGATIVE_INFINITY) < LOOK_AGAIN_MS) return;
  const there = await Promise.all(milvusNames(view).map((name) => store.hasView(name)));
  const lost = view.prepared && there.includes(false);
  // First: once the Milvus collection is there again, nobody could tell that it was lost.
  if (lost) {
    log.warn(
      { collection: view.collectionName },
      'the vectors of a collection are gone; it is indexed again',
    );
    await enqueueAll(db, view);
  }
  const { model, index, partitions, images } = view.spec;
  if (images) {
    const name = imageView(view.milvusName);
    await store.createView(name, { dimensions: images.dimensions, index, partitions: 'NONE' });
    await store.ensureLoaded(name);
  }
  await store.createView(view.milvusName, { dimensions: model.dimensions, index, partitions });
  await store.ensureLoaded(view.milvusName);
  if (partitions === 'NAME') await preparePartitions({ db, store }, view);
  if (!view.prepared) await markPrepared(db, view);
  known.set(view.id, performance.now());
}

/** Looks again at the view's Milvus collection at the next run: after any failure. */
export function forgetPrepared({ store }: Pick<WorkParts, 'store'>, viewId: string): void {
  seen.get(store)?.delete(viewId);
}

/**
 * Gives a view that lost its Milvus collection a work row for every document: the log is the truth. It takes a position
 * of its own, which is applied at the end: what was answered meanwhile, of some of the documents, is not the answer then.
 */
async function enqueueAll(db: Database, view: View): Promise<void> {
  await db.transaction(async (tx: Queryable) => {
    await tx.query('update collections set position = position + 1 where id = $1', [view.collectionId]);
    await tx.query(
      `with added as (
         insert into view_work (view_id, document_id, revision, priority, first_position)
         select $1, document_id, revision, 0, position from documents where collection_id = $2 and not deleted
         order by document_id on conflict (view_id, document_id) do nothing returning 1)
       update views set pending_count = pending_count + (select count(*) from added), changes = changes + 1
       where id = $1`,
      [view.id, view.collectionId],
    );
    await raiseAppliedPosition(tx, view.collectionId);
  });
}
