import type { PassageFields } from '../../../lib/milvus/passage.ts';
import type { Stage } from '../search/pipeline.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import { encodeCursor } from './cursor.ts';
import type { PassageReader } from './passages.ts';
import { isAlive, rowOf } from './row.ts';
import type { Place, Snapshot } from './snapshot.ts';

export interface PageRequest {
  request: SearchRequest;
  snapshot: Snapshot;
  /** Rows of the snapshot's first places, where they are at hand; null for one that is no longer there. */
  rows: readonly (PassageFields | null)[];
  /** Index of the first place. */
  from: number;
  /** Hits at most. */
  first: number;
}

/** A hit as it is shown. */
export interface ShownHit {
  cursor: string;
  score: number;
  target: Target;
  place: Place;
  row: PassageFields;
}

export interface Page {
  hits: ShownHit[];
  hasNextPage: boolean;
}

/**
 * Cuts a page out of the ranked list. Rows that are not at hand are read; a document that was deleted since drops out,
 * one that was replaced is shown as it is now if the filter still lets it through, and the page is filled from what
 * follows.
 */
export function present(reader: PassageReader): Stage<PageRequest, Page> {
  return {
    name: 'present',
    async run({ request, snapshot, rows, from, first }) {
      const { places } = snapshot;
      const hits: ShownHit[] = [];
      let next = from;
      while (hits.length < first && next < places.length) {
        const window = places.slice(next, next + first - hits.length);
        const shown = await Promise.all(
          window.map(async (place, index): Promise<ShownHit | undefined> => {
            const target = request.targets[place.target] as Target;
            const atHand = rows[next + index];
            const row = atHand === undefined ? await rowOf(place, request, reader) : atHand;
            const cursor = encodeCursor({ snapshot: snapshot.id, place: next + index });
            return row && isAlive(row) ? { cursor, score: place.score, target, place, row } : undefined;
          }),
        );
        hits.push(...shown.filter((hit) => hit !== undefined));
        next += window.length;
      }
      return { hits, hasNextPage: next < places.length };
    },
  };
}
