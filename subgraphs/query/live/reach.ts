import { modelKey } from '../../../lib/view-spec.ts';
import { hasExamples } from '../aim/aim.ts';
import { allPlaces } from '../pages/places.ts';
import type { FusedBranch } from '../search/candidates.ts';
import { unit } from '../search/cosine.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import { worthOf, worthOfAbsent } from '../search/scale.ts';
import type { SearchResult } from '../search/search.ts';
import { termsOf } from '../search/terms.ts';
import { type ComesIn, comesIn } from './newcomers.ts';

/** What a document must have to come into the page of a search, as its last run showed. */
export interface Reach {
  request: SearchRequest;
  /** Unit vectors of the search, by model. */
  vectors: ReadonlyMap<string, Float32Array>;
  /** How often each encoded term is looked for, by target. */
  terms: ReadonlyMap<string, number>[];
  /** No score depends on other documents than the one that it is of. */
  pure: boolean;
  /**
   * At most what a document of a target can score.
   * @param cosine of its best passage; undefined where the search does not go by vectors there
   * @param words at most its score by words; 0 for one without any of them
   */
  atMost(target: number, cosine: number | undefined, words: number): number;
  comesIn: ComesIn;
}

/**
 * What of a request the comparison with changed documents understands. A request with anything else, such as what a later
 * version offers, is run again with every change of its collections.
 */
const UNDERSTOOD: ReadonlySet<string> = new Set<keyof SearchRequest>([
  'targets',
  'text',
  'loose',
  'given',
  'conditions',
  'doubts',
  'mode',
  'fusion',
  'keywordWeight',
  'candidates',
  'aim',
  'minScore',
]);

function isUnderstood(request: SearchRequest): boolean {
  const isAbsent = (value: unknown) =>
    value === undefined ||
    value === null ||
    value === false ||
    (typeof value === 'object' && Object.keys(value).length === 0);
  // Those move with the documents that they name.
  if (request.aim && hasExamples(request.aim)) return false;
  return Object.entries(request).every(([name, value]) => UNDERSTOOD.has(name) || isAbsent(value));
}

/**
 * The reach of a search that was just run; undefined where any document may come into its page.
 * @param vectors of the search, by model
 * @param first hits of a page
 */
export function reachOf(
  result: SearchResult,
  vectors: ReadonlyMap<string, Float32Array>,
  first: number,
): Reach | undefined {
  const {
    request,
    snapshot: { branches, places },
  } = result;
  if (!isUnderstood(request)) return undefined;
  const byWords = branches.some(({ kind }) => kind === 'KEYWORD');
  // Among others, a document's rank is how many of a branch's candidates are better.
  const all = allPlaces(places);
  const ranked = branches.map((_, index) =>
    all.flatMap(({ found }) => found[index]?.[1] ?? []).sort((a, b) => b - a),
  );
  return {
    request,
    vectors: new Map([...vectors].map(([key, vector]) => [key, unit(vector)])),
    terms: request.targets.map((target) => countsOf(byWords ? termsOf(request, target).split(' ') : [])),
    pure: branches.length === 1 && !byWords,
    comesIn: comesIn(result, first),
    atMost: (target, cosine, words) =>
      branches.reduce((sum, branch, index) => {
        const weight = branch.weights[target] ?? 0;
        const score = branch.kind === 'KEYWORD' ? words : cosine;
        // Words may bring without bound, which a weight of 0 must not turn into no number.
        return weight > 0 ? sum + weight * worth(branch, score, ranked[index] ?? []) : sum;
      }, 0),
  };
}

/** A document is worth as much as the branch's worst candidate at least. */
function worth({ scale }: FusedBranch, score: number | undefined, ranked: readonly number[]): number {
  if (score === undefined) return worthOfAbsent(scale);
  if (scale.method !== 'RECIPROCAL_RANK')
    return worthOf(scale, scale.method === 'RAW' ? score : Math.max(score, scale.least), 0);
  const better = ranked.findIndex((other) => other <= score);
  return worthOf(scale, score, better < 0 ? ranked.length + 1 : better + 1);
}

function countsOf(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) if (term !== '') counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** The models by which a search compared, each with one of the collections that it is of. */
export function modelsOf({ request, snapshot: { branches } }: SearchResult): Map<string, Target> {
  const asked = branches.flatMap(({ model }) => (model ? [modelKey(model)] : []));
  const keyOf = ({ collection }: Target) => modelKey(collection.view.model);
  return new Map(
    request.targets
      .filter((target) => asked.includes(keyOf(target)))
      .map((target) => [keyOf(target), target]),
  );
}
