import type { Branch } from './candidates.ts';
import type { Contributions } from './fuse.ts';

/**
 * A score that stands out says more than one that is a little better: above 1, the exponent makes what lies far from the
 * mean count more. Chosen on scifact's training queries and on xquad (eval/README.md).
 */
const EMPHASIS = 1.5;

/**
 * Scores of a branch as z-scores: how many standard deviations above the mean of its candidates, emphasised. Cosines of
 * one model lie close together and BM25 has no upper bound, so raw scores of both cannot be added; these can.
 *
 * A document that only the other branch found gets the score of this branch's worst candidate, the most it can have.
 * Where its score is known (0 for one without any of the words), that score takes part once in mean and deviation, so
 * that a search with one single match still tells it from the rest.
 *
 * With several collections the candidates of all are standardised together: the same model makes cosines comparable,
 * and BM25 of a collection that hardly matches stays below that of one that matches well, which a mean and deviation
 * for each collection would hide (eval/README.md has the figures of both).
 */
export function standardized(branch: Branch): Contributions {
  const { standard, lowest } = scaleOf(branch);
  return { of: (index) => standard(branch.hits[index]?.score as number), absent: standard(lowest) };
}

/** How the scores of a branch are standardised. */
export interface Scale {
  standard(score: number): number;
  /** The most that a document can have that is not among the hits. */
  lowest: number;
}

export function scaleOf({ hits, unmatched }: Pick<Branch, 'hits' | 'unmatched'>): Scale {
  const scores = hits.map((hit) => hit.score);
  const all = unmatched === undefined ? scores : [...scores, unmatched];
  const mean = all.reduce((sum, score) => sum + score, 0) / (all.length || 1);
  const deviation = Math.sqrt(all.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (all.length || 1));
  return {
    standard(score) {
      const z = deviation > 0 ? (score - mean) / deviation : 0;
      return Math.sign(z) * Math.abs(z) ** EMPHASIS;
    },
    lowest: all.reduce((least, score) => Math.min(least, score), all[0] ?? 0),
  };
}
