import { modelKey } from '../../../lib/view-spec.ts';
import { hasExamples } from '../aim/aim.ts';
import { unit } from '../search/cosine.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import type { SearchResult } from '../search/search.ts';
import { termsOf } from '../search/terms.ts';

/** What a search compares documents with, as its last run showed. */
export interface Reach {
  request: SearchRequest;
  /** Unit vectors of the search, by model. */
  vectors: ReadonlyMap<string, Float32Array>;
  /** How often each encoded term is looked for, by target; none where it does not go by words. */
  terms: ReadonlyMap<string, number>[];
  /** No score depends on other documents than the one that it is of. */
  pure: boolean;
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
 */
export function reachOf(
  { request, snapshot: { branches } }: SearchResult,
  vectors: ReadonlyMap<string, Float32Array>,
): Reach | undefined {
  if (!isUnderstood(request)) return undefined;
  const byWords = branches.some(({ kind }) => kind === 'KEYWORD');
  return {
    request,
    vectors: new Map([...vectors].map(([key, vector]) => [key, unit(vector)])),
    terms: request.targets.map((target) => countsOf(byWords ? termsOf(request, target).split(' ') : [])),
    pure: branches.length === 1 && !byWords,
  };
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
