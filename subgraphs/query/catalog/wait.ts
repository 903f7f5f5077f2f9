import type { Catalog } from './catalog.ts';

/** Everything that `collectionId` accepted up to `position`. */
export interface WantedPosition {
  collectionId: string;
  position: number;
}

/**
 * Waits until all positions are applied; false where that takes longer than `ms`. It looks again whenever a collection
 * says that it has changed, so it answers within milliseconds of the change.
 */
export async function waitForPositions(
  catalog: Catalog,
  wanted: readonly WantedPosition[],
  ms: number,
): Promise<boolean> {
  let wake: () => void = () => undefined;
  const waiting = new Map(wanted.map((one) => [one.collectionId, one.position]));
  for (const { collectionId, position } of wanted) {
    waiting.set(collectionId, Math.max(position, waiting.get(collectionId) ?? 0));
  }
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    wake();
  }, ms);
  const stop = catalog.onChange((id) => {
    if (id === undefined || waiting.has(id)) wake();
  });
  try {
    for (;;) {
      // Armed before the look: a change in between wakes at once.
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      for (const [id, position] of [...waiting]) {
        const now = await catalog.position(id);
        if (now && now.position >= position) waiting.delete(id);
      }
      if (waiting.size === 0) return true;
      if (late) return false;
      await woken;
    }
  } finally {
    clearTimeout(timer);
    stop();
  }
}
