import type { FusionMethod } from '../../../schema/generated/query.ts';
import { type Calibration, logOdds, probability } from '../relevance/calibration.ts';

/**
 * How the scores of a branch become what they are worth in the fused order. RAW: as they are, where there is nothing to fuse
 * them with. CALIBRATED: as probabilities, where the same is searched by several models.
 */
export interface Scale {
  method: FusionMethod | 'RAW' | 'CALIBRATED';
  /** Of the scores of the candidates; of their log-odds where there is a calibration. */
  mean: number;
  deviation: number;
  /** The score of a document that is not among them, at most. */
  least: number;
  /** Scores are turned into log-odds first: those of several models are on one scale then. */
  by?: Calibration | undefined;
}

/** A small k, because the lists are short and their heads are good (Cormack, Clarke, Büttcher 2009). */
const RANK_CONSTANT = 10;
/**
 * A score that stands out says more than one that is a little better: above 1, the exponent makes what lies far from the
 * mean count more. Chosen on scifact's training queries and on xquad (eval/README.md).
 */
const EMPHASIS = 1.5;

/** Scores of candidates, the score of every other document where that is known, and how they are calibrated. */
export interface Scored {
  scores: readonly number[];
  unmatched?: number | undefined;
  by?: Calibration | undefined;
}

/** Candidates from which on their mean says how well a branch matches. */
const ENOUGH = 10;

/**
 * One scale for the candidates of these branches, for each of them: from the mean of the branch whose candidates are the best
 * on average, in deviations within the branches. So what matches is told apart as well as if it were searched alone, and what
 * does not match lies far below (eval/README.md has the figures of other ways).
 *
 * With several collections the candidates of all are in one branch, and on one scale: the same model makes cosines comparable,
 * and BM25 of a collection that hardly matches stays below that of one that matches well, which a mean and deviation for each
 * collection would hide.
 *
 * The score of every other document takes part once in mean and deviation, so that a search with one single match still tells
 * it from the rest.
 */
export function scalesOf(method: Scale['method'], branches: readonly Scored[]): Scale[] {
  const own = branches.map(({ scores, unmatched, by }) => {
    const all = unmatched === undefined ? scores : [...scores, unmatched];
    return { ...spreadOf(by ? all.map((score) => onScale(by, score)) : all), least: leastOf(all), by };
  });
  const most = Math.max(...own.map(({ count }) => count));
  const mean = Math.max(
    ...own.filter(({ count }) => count >= Math.min(ENOUGH, most)).map((branch) => branch.mean),
  );
  const count = own.reduce((sum, branch) => sum + branch.count, 0) || 1;
  const deviation = Math.sqrt(own.reduce((sum, branch) => sum + branch.squares, 0) / count);
  return own.map(({ least, by }) => ({ method, mean, deviation, least, by }));
}

/** @returns squares: the sum of the squared distances from the mean */
function spreadOf(values: readonly number[]): { count: number; mean: number; squares: number } {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const mean = sum / (values.length || 1);
  for (const value of values) squares += (value - mean) ** 2;
  return { count: values.length, mean, squares };
}

function leastOf(scores: readonly number[]): number {
  let least = scores[0] ?? 0;
  for (const score of scores) if (score < least) least = score;
  return least;
}

/**
 * What a score is worth. STANDARDIZED_SCORES: how many standard deviations above the mean of the candidates, emphasised.
 * Cosines of one model lie close together and BM25 has no upper bound, so raw scores of both cannot be added; these can.
 * @param rank from 1
 */
export function worthOf({ method, mean, deviation, by }: Scale, score: number, rank: number): number {
  if (method === 'RECIPROCAL_RANK') return 1 / (RANK_CONSTANT + rank);
  const value = onScale(by, score);
  if (method === 'RAW') return value;
  if (method === 'CALIBRATED') return probability(value);
  const z = deviation > 0 ? (value - mean) / deviation : 0;
  return Math.sign(z) * Math.abs(z) ** EMPHASIS;
}

/** A score on the scale that it shares with those of other models. */
export const onScale = (by: Calibration | undefined, score: number): number =>
  by ? logOdds(by, score) : score;

/** What a document that the branch did not find is worth there: what its worst candidate is, the most it can be. */
export function worthOfAbsent(scale: Scale): number {
  return scale.method === 'STANDARDIZED_SCORES' ? worthOf(scale, scale.least, 0) : 0;
}

/** What a document is worth at least. */
export const worthOfLeast = (scale: Scale): number =>
  scale.method === 'RAW' ? worthOf(scale, scale.least, 0) : worthOfAbsent(scale);
