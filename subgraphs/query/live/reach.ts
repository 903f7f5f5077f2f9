import { encodeTerms } from '../../../lib/text/encode.ts';
import { tokens } from '../../../lib/text/tokens.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { Branch } from '../search/candidates.ts';
import type { Look } from '../search/rank.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import { type Scale, scaleOf } from '../search/standardize.ts';

type Seen = Parameters<Look>[0];

/** What a document must have to come into the page of a search, as its last run showed. */
export interface Reach {
  request: SearchRequest;
  /** Unit vectors of the search, by model. */
  vectors: ReadonlyMap<string, Float32Array>;
  /** How often each encoded term stands in the search, by target. */
  terms: ReadonlyMap<string, number>[];
  /**
   * At most what a document of a target can score.
   * @param cosine of its best passage; undefined where the search does not go by vectors there
   * @param words at most its score by words; 0 for one without any of them
   */
  atMost(target: number, cosine: number | undefined, words: number): number;
}

/**
 * The reach of a search that was just ranked; undefined where scores cannot be told beforehand, so that any document may
 * come into its page.
 */
export function reachOf({ request, vectors, branches }: Seen): Reach | undefined {
  const { semantic, keyword } = branches;
  const single = semantic.length + (keyword ? 1 : 0) <= 1;
  const byRank = !single && keyword && request.fusion !== 'STANDARDIZED_SCORES';
  if (byRank) return undefined;
  const keys = [...vectors.keys()];
  const byModel = new Map(keys.map((key, index) => [key, scaleOf(semantic[index] as Branch)]));
  const byWords = keyword && scaleOf(keyword);
  const { keywordWeight } = request;
  const modelOf = request.targets.map(({ collection }) => modelKey(collection.view.model));
  return {
    request,
    vectors: new Map([...vectors].map(([key, vector]) => [key, unit(vector)])),
    terms: request.targets.map((target) => (keyword ? termsOf(request, target) : new Map())),
    atMost(target, cosine, words) {
      if (single) return keyword ? words : (cosine ?? Number.NEGATIVE_INFINITY);
      const scale = byModel.get(modelOf[target] as string);
      const meaning = scale ? most(scale, cosine) : 0;
      if (!byWords) return meaning;
      // Words may bring without bound, which a weight of 0 must not turn into no number.
      const worded = keywordWeight > 0 ? keywordWeight * most(byWords, words) : 0;
      return (1 - keywordWeight) * meaning + worded;
    },
  };
}

/** A document counts for a branch at least as its worst candidate does. */
const most = ({ standard, lowest }: Scale, score: number | undefined): number =>
  standard(Math.max(score ?? lowest, lowest));

function termsOf({ text }: SearchRequest, { collection }: Target): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { term } of tokens(text, collection.view.spec.keywords.analyzer)) {
    const encoded = encodeTerms([term]);
    counts.set(encoded, (counts.get(encoded) ?? 0) + 1);
  }
  return counts;
}

/** The vector at length 1. */
export function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((component) => component / length) : vector;
}
