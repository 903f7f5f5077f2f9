import type { Cache } from '../../../lib/cache/tiers.ts';
import type { PassageFields } from '../../../lib/milvus/passage.ts';
import type { ReadRows } from '../pages/passages.ts';

/** A row of a view, or that there was none, as of a state of the view. */
export interface KeptRow {
  row: PassageFields | null;
  /** `ViewEntry.changes` that was known before the row was read. */
  changes: number;
}

const ABSENT_MS = 60_000;

/**
 * Rows by their keys, out of the cache where they can be. A row never changes under its key, it can only go: so a kept one
 * is good for whoever has just found it, and for others as long as nothing has changed in the view since. That there is
 * none is good for the same state of the view only.
 */
export function keptRows(read: ReadRows, kept: Pick<Cache<KeptRow>, 'get' | 'set'>): ReadRows {
  return async (view, wanted) => {
    const rows = new Map<string, PassageFields>();
    const looked = await Promise.all(wanted.map(({ key }) => kept.get(`${view} ${key}`)));
    const missing = wanted.filter(({ key, changes, found }, index) => {
      const known = looked[index]?.value;
      if (!known) return true;
      if (known.row === null) return found || known.changes !== changes;
      if (!found && known.changes < changes) return true;
      rows.set(key, known.row);
      return false;
    });
    if (missing.length === 0) return rows;
    const there = await read(view, missing);
    for (const { key, changes } of missing) {
      const row = there.get(key) ?? null;
      if (row) rows.set(key, row);
      void kept.set(`${view} ${key}`, { row, changes }, row ? undefined : ABSENT_MS);
    }
    return rows;
  };
}
