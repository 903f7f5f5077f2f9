import type { FusionMethod } from '../../../schema/generated/query.ts';

/**
 * How the scores of a branch become what they are worth in the fused order. RAW: as they are, where there is nothing to fuse
 * them with.
 */
export interface Scale {
  method: FusionMethod | 'RAW';
  /** Of the scores of all candidates. */
  mean: number;
  deviation: number;
  /** The score of a document that is not among them, at most. */
  least: number;
}

/** A small k, because the lists are short and their heads are good (Cormack, Clarke, Büttcher 2009). */
const RANK_CONSTANT = 10;
/**
 * A score that stands out says more than one that is a little better: above 1, the exponent makes what lies far from the
 * mean count more. Chosen on scifact's training queries and on xquad (eval/README.md).
 */
const EMPHASIS = 1.5;

/**
 * The scale of the candidates with these scores.
 *
 * With several collections the candidates of all are on one scale: the same model makes cosines comparable, and BM25 of a
 * collection that hardly matches stays below that of one that matches well, which a mean and deviation for each
 * collection would hide (eval/README.md has the figures of both).
 *
 * @param unmatched the score of every document that is not among them, where that is known. It takes part once in mean and
 *   deviation, so that a search with one single match still tells it from the rest.
 */
export function scaleOf(
  method: Scale['method'],
  scores: readonly number[],
  unmatched: number | undefined,
): Scale {
  const all = unmatched === undefined ? scores : [...scores, unmatched];
  const mean = all.reduce((sum, score) => sum + score, 0) / (all.length || 1);
  const deviation = Math.sqrt(all.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (all.length || 1));
  const least = all.reduce((lowest, score) => Math.min(lowest, score), all[0] ?? 0);
  return { method, mean, deviation, least };
}

/**
 * What a score is worth. STANDARDIZED_SCORES: how many standard deviations above the mean of the candidates, emphasised.
 * Cosines of one model lie close together and BM25 has no upper bound, so raw scores of both cannot be added; these can.
 * @param rank from 1
 */
export function worthOf({ method, mean, deviation }: Scale, score: number, rank: number): number {
  if (method === 'RAW') return score;
  if (method === 'RECIPROCAL_RANK') return 1 / (RANK_CONSTANT + rank);
  const z = deviation > 0 ? (score - mean) / deviation : 0;
  return Math.sign(z) * Math.abs(z) ** EMPHASIS;
}

/** What a document that the branch did not find is worth there: what its worst candidate is, the most it can be. */
export function worthOfAbsent(scale: Scale): number {
  return scale.method === 'STANDARDIZED_SCORES' ? worthOf(scale, scale.least, 0) : 0;
}
