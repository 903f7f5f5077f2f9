import type { PassageFields } from '../../../lib/milvus/passage.ts';
import type { Stage } from '../search/pipeline.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import { encodeCursor } from './cursor.ts';
import type { PassageReader } from './passages.ts';
import { type Place, placesFrom } from './places.ts';
import { isAlive, rowOf } from './row.ts';
import type { Snapshot } from './snapshot.ts';

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
  collapsed: number;
  group?: ShownGroup | undefined;
}

/** Documents that a hit stands for. */
export interface ShownGroup {
  value: string | number | boolean | null;
  totalCount: number;
  hits: ShownHit[];
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
      const count = places.keys.length;
      const hits: ShownHit[] = [];
      let next = from;
      while (hits.length < first && next < count) {
        const window = placesFrom(places, next, next + first - hits.length);
        const shown = await Promise.all(
          window.map(async (place, index): Promise<ShownHit | undefined> => {
            const cursor = encodeCursor({ snapshot: snapshot.id, place: next + index });
            const atHand = rows[next + index];
            const show = async (one: Place) => {
              const row = one === place && atHand !== undefined ? atHand : await rowOf(one, request, reader);
              return row && isAlive(row) ? shownHit(one, row, cursor, request) : undefined;
            };
            return place.group ? groupHit(place, place.group, request, show) : show(place);
          }),
        );
        hits.push(...shown.filter((hit) => hit !== undefined));
        next += window.length;
      }
      return { hits, hasNextPage: next < count };
    },
  };
}

function shownHit(place: Place, row: PassageFields, cursor: string, { targets }: SearchRequest): ShownHit {
  const { target, score, collapsed = 0 } = place;
  return { cursor, score, target: targets[target] as Target, place, row, collapsed };
}

/** The first documents of a group that are still there; none of them: no hit. */
async function groupHit(
  place: Place,
  { value, others }: NonNullable<Place['group']>,
  { arrangement }: SearchRequest,
  show: (place: Place) => Promise<ShownHit | undefined>,
): Promise<ShownHit | undefined> {
  const members = [place, ...others];
  const wanted = arrangement?.groupBy?.hits ?? 1;
  const hits: ShownHit[] = [];
  for (let next = 0; hits.length < wanted && next < members.length; ) {
    const window = members.slice(next, next + wanted - hits.length);
    hits.push(...(await Promise.all(window.map(show))).filter((hit) => hit !== undefined));
    next += window.length;
  }
  const [head] = hits;
  return head && { ...head, group: { value, totalCount: members.length, hits } };
}
