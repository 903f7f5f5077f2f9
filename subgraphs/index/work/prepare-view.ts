import type { WorkParts } from './run.ts';
import { enqueueAll, markPrepared, type View } from './view.ts';

/** Milliseconds after which a Milvus collection that was seen is looked at again. */
export const LOOK_AGAIN_MS = 60_000;

/** When this process last saw the Milvus collection of a view, by the store that it saw it in. */
const seen = new WeakMap<object, Map<string, number>>();

/**
 * Makes sure that the view's Milvus collection is there and loaded. One that was there and is gone (another Milvus, a
 * lost disk) is made anew and filled from the log.
 * @throws PartUnavailable where Milvus is away
 */
export async function prepareView({ db, store, log }: WorkParts, view: View): Promise<void> {
  const known = seen.get(store) ?? new Map<string, number>();
  seen.set(store, known);
  if (performance.now() - (known.get(view.id) ?? Number.NEGATIVE_INFINITY) < LOOK_AGAIN_MS) return;
  const lost = view.prepared && !(await store.hasView(view.milvusName));
  // First: once the Milvus collection is there again, nobody could tell that it was lost.
  if (lost) {
    log.warn(
      { collection: view.collectionName },
      'the vectors of a collection are gone; it is indexed again',
    );
    await enqueueAll(db, view);
  }
  await store.createView(view.milvusName, { dimensions: view.dimensions });
  await store.ensureLoaded(view.milvusName);
  if (!view.prepared) await markPrepared(db, view);
  known.set(view.id, performance.now());
}

/** Looks again at the view's Milvus collection at the next run: after any failure. */
export function forgetPrepared({ store }: Pick<WorkParts, 'store'>, viewId: string): void {
  seen.get(store)?.delete(viewId);
}
