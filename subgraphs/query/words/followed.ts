import { LRUCache } from 'lru-cache';
import { PartUnavailable } from '../../../lib/errors.ts';
import type { CollectionEntry } from '../catalog/statements.ts';

/** Whose words or titles: those of a collection, or of one tenant in it. */
export interface Scope {
  collection: CollectionEntry;
  /** Where the collection is divided by tenant. */
  tenant: string | undefined;
}

export function scopeOf(collection: CollectionEntry, tenant: string | undefined): Scope {
  return { collection, tenant: collection.view.spec.partitions === 'TENANT' ? tenant : undefined };
}

interface Kept<T> {
  thing: T;
  /** The state of the view that it has been brought up to. */
  reached?: string;
  reading?: Promise<void> | undefined;
}

/**
 * Things in memory that are filled from PostgreSQL when they are first asked for, and brought up to date from there when the view
 * has changed since: what is new is read, not all. Those that nobody has asked for the longest are forgotten.
 *
 * @param o.advance brings a thing up to date, or fills it; whoever comes meanwhile waits for it
 */
export function followed<T>(o: {
  max: number;
  keyOf(scope: Scope): string;
  make(scope: Scope): T;
  advance(thing: T, scope: Scope): Promise<void>;
}) {
  const all = new LRUCache<string, Kept<T>>({ max: o.max });

  async function read(kept: Kept<T>, scope: Scope, state: string): Promise<void> {
    try {
      await o.advance(kept.thing, scope);
      kept.reached = state;
    } finally {
      kept.reading = undefined;
    }
  }

  async function advanced(kept: Kept<T>, scope: Scope, state: string): Promise<void> {
    // What is being read may have begun before this state.
    while (kept.reading) await kept.reading.catch(() => undefined);
    if (kept.reached === state) return;
    kept.reading = read(kept, scope, state);
    await kept.reading;
  }

  return {
    /**
     * @param which ANY: as it is in memory, where it is there; NEWEST: as of the state of the view that the scope names,
     *   or as it is in memory while PostgreSQL is away
     * @throws PartUnavailable where it was never read and PostgreSQL is away
     */
    async of(scope: Scope, which: 'ANY' | 'NEWEST'): Promise<T> {
      const { id, changes } = scope.collection.view;
      const key = o.keyOf(scope);
      const kept = all.get(key) ?? { thing: o.make(scope) };
      all.set(key, kept);
      const state = `${id} ${changes}`;
      const enough = kept.reached !== undefined && (which === 'ANY' || kept.reached === state);
      if (enough) return kept.thing;
      try {
        await advanced(kept, scope, state);
      } catch (error) {
        if (kept.reached === undefined || !(error instanceof PartUnavailable)) throw error;
      }
      return kept.thing;
    },
  };
}
