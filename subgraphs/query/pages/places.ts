import { placeOf as rowOf } from '../../../lib/milvus/passage.ts';
import type { RankedHit, Reranked } from '../search/candidates.ts';

/** One place of a ranked list: which passage of which revision of which document. */
export interface Place extends MoreOfPlace {
  /** Index of the collection among those of the search. */
  target: number;
  document: string;
  revision: number;
  ordinal: number;
  score: number;
  /** What each branch found of it. */
  found: RankedHit['found'];
}

/** What only some searches tell of a place. */
interface MoreOfPlace {
  /** In mode IMAGE, which of the document's pictures matched best. */
  image?: number | undefined;
  reranked?: Reranked | undefined;
  /** What boosts and recency multiplied its standing by; left out where there are none. */
  boost?: number | undefined;
  /** How many near duplicates it stands for; left out where the search does not collapse. */
  collapsed?: number | undefined;
  /** The documents that it stands for besides its own, where the search groups them. */
  group?: { value: string | number | boolean | null; others: Place[] } | undefined;
}

/**
 * The places of a ranked list as columns, the best first. A thousand lists of hundreds of places are kept, of which few are ever
 * looked at again: as an object for each place they took five times the memory, and most of the time of collecting garbage.
 */
export interface Places {
  /** Keys of the passages. */
  keys: string[];
  targets: number[];
  scores: number[];
  /** By branch, the rank of each place there, 0 where the branch did not find it, and its raw score. */
  found: { ranks: number[]; scores: number[] }[];
  /** By index of the place. */
  more: Record<number, MoreOfPlace>;
}

/** @param branches how many branches searched */
export function placesOf(hits: readonly RankedHit[], branches: number): Places {
  const more: Places['more'] = {};
  hits.forEach((hit, index) => {
    if (hasMore(hit)) more[index] = moreOf(hit);
  });
  return {
    keys: hits.map(({ row }) => row.key),
    targets: hits.map(({ target }) => target),
    scores: hits.map(({ score }) => score),
    found: Array.from({ length: branches }, (_, branch) => ({
      ranks: hits.map(({ found }) => found[branch]?.[0] ?? 0),
      scores: hits.map(({ found }) => found[branch]?.[1] ?? 0),
    })),
    more,
  };
}

/** The places from an index on, up to another. */
export function placesFrom(
  { keys, targets, scores, found, more }: Places,
  from: number,
  to: number,
): Place[] {
  return keys.slice(from, to).map((key, offset) => {
    const index = from + offset;
    const { document, revision, ordinal } = rowOf(key);
    return {
      target: targets[index] as number,
      document,
      revision,
      ordinal,
      score: scores[index] as number,
      found: found.map(({ ranks, scores }) => {
        const rank = ranks[index] as number;
        return rank === 0 ? null : ([rank, scores[index] as number] as const);
      }),
      ...more[index],
    };
  });
}

export const allPlaces = (places: Places): Place[] => placesFrom(places, 0, places.keys.length);

const hasMore = ({ image, reranked, boost, collapsed, group }: RankedHit) =>
  image !== undefined || reranked || boost !== undefined || collapsed !== undefined || group;

function moreOf({ image, reranked, boost, collapsed, group }: RankedHit): MoreOfPlace {
  const others = group && { value: group.value, others: group.others.map(placeOf) };
  return { image, reranked, boost, collapsed, group: others };
}

function placeOf(hit: RankedHit): Place {
  const { target, score, found, row } = hit;
  const { document, revision, ordinal } = row;
  return { target, document, revision, ordinal, score, found, ...moreOf(hit) };
}
