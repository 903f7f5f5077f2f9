import type { PassageFields } from '../../../lib/milvus/passage.ts';
import type { Stage } from '../search/pipeline.ts';
import type { SearchRequest } from '../search/request.ts';
import type { PassageReader } from './passages.ts';
import { placesFrom } from './places.ts';
import { rowOf } from './row.ts';
import type { Snapshot } from './snapshot.ts';

/** Rows kept with an answer at most: two pages of the usual size. */
const ROWS = 20;

export interface Collected {
  snapshot: Snapshot;
  rows: (PassageFields | null)[];
}

/**
 * Reads the rows of the first places, which are the ones most often shown.
 * @param first how many are shown now
 */
export function collect(
  reader: PassageReader,
  first: number,
): Stage<{ request: SearchRequest; snapshot: Snapshot }, Collected> {
  return {
    name: 'collect',
    async run({ request, snapshot }) {
      const places = placesFrom(snapshot.places, 0, Math.min(first, ROWS));
      const rows = await Promise.all(places.map((place) => rowOf(place, request, reader, true)));
      return { snapshot, rows: rows.map((row) => row ?? null) };
    },
  };
}
