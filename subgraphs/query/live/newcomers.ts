import { passageKey } from '../../../lib/milvus/passage.ts';
import { allPlaces, type Place } from '../pages/places.ts';
import type { Branch, FusedBranch, PassageHit } from '../search/candidates.ts';
import { fused, weigh } from '../search/fuse.ts';
import { byScore } from '../search/group.ts';
import type { SearchResult } from '../search/search.ts';

/** A document that may come into a page. */
export interface Newcomer {
  key: string;
  /** Of its best passage; undefined where the search does not go by vectors there. */
  cosine: number | undefined;
  /** Its score by words; 0 for one without any of them. */
  words: number;
}

/** A part of the range of the page's scores: what statistics of words move with a document or two. */
const MARGIN = 0.01;

/**
 * Whether one of these documents, among the candidates of the last run and on the scale that they make together, comes into the
 * page, or nearly so.
 */
export type ComesIn = (target: number, newcomers: readonly Newcomer[]) => boolean;

/** @param first hits of a page */
export function comesIn({ request, snapshot }: SearchResult, first: number): ComesIn {
  const { branches } = snapshot;
  const most = request.candidates * request.targets.length;
  const calibrated = branches.flatMap(({ kind, calibration }) => (kind === 'SEMANTIC' ? [calibration] : []));
  return (target, newcomers) => {
    const known = new Set(newcomers.map(({ key }) => key));
    const isNew = ({ target: its, row }: PassageHit) => its === target && known.has(row.document);
    const places = allPlaces(snapshot.places);
    const among = branches.map((one, index): Branch => {
      const branch = branchOf(one, index, places);
      const others = branch.hits.filter((hit) => !isNew(hit));
      const found = newcomers.flatMap((one) => hitOf(one, branch, target) ?? []);
      const length = Math.max(most, branch.hits.length);
      return { ...branch, hits: [...others, ...found].sort(byScore).slice(0, length) };
    });
    const semantic = among.filter(({ kind }) => kind === 'SEMANTIC');
    const keyword = among.find(({ kind }) => kind === 'KEYWORD');
    const ranked = fused(weigh({ semantic, keyword }, request, calibrated));
    const [best, last] = [ranked[0], ranked[first - 1]];
    if (!best || !last) return true;
    const enough = last.score - MARGIN * (best.score - last.score);
    return ranked.some((hit) => isNew(hit) && hit.score >= enough);
  };
}

/** A branch as it was before it was fused. */
function branchOf(
  { scale, weights, ...branch }: FusedBranch,
  index: number,
  places: readonly Place[],
): Branch {
  const hits = places.flatMap((place): PassageHit[] => {
    const [, score] = place.found[index] ?? [];
    return score === undefined ? [] : [{ target: place.target, score, row: rowOf(place) }];
  });
  const least = Math.min(...hits.map(({ score }) => score));
  return {
    ...branch,
    hits: hits.sort(byScore),
    exhausted: false,
    // What is below all that was found is the score of what was not.
    unmatched: scale.least < least ? scale.least : undefined,
    targets: new Set(weights.flatMap((weight, target) => (weight === null ? [] : [target]))),
  };
}

const rowOf = ({ document, revision, ordinal }: Pick<Place, 'document' | 'revision' | 'ordinal'>) => ({
  document,
  revision,
  ordinal,
  key: passageKey(document, revision, ordinal),
});

function hitOf(
  { key, cosine, words }: Newcomer,
  { kind, targets }: Branch,
  target: number,
): PassageHit | undefined {
  const score = kind === 'KEYWORD' ? words || undefined : cosine;
  if (score === undefined || !targets?.has(target)) return undefined;
  return { target, score, row: rowOf({ document: key, revision: 1, ordinal: 0 }) };
}
