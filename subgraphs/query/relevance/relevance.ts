import type { FusedBranch, RankedHit } from '../search/candidates.ts';
import { combinedOdds, logOdds, probability } from './calibration.ts';

/**
 * How likely a document with these scores answers the search, 0 to 1, whatever else was found: calibrated by the model of
 * its collection. A branch that did not find it counts as its worst candidate, the most that it can be there.
 */
export function relevanceOf(
  branches: readonly FusedBranch[],
  { target, found }: Pick<RankedHit, 'target' | 'found'>,
): number {
  let meaning: number | undefined;
  let share: number | undefined;
  branches.forEach(({ kind, weights, scale, calibration, most }, index) => {
    if ((weights[target] ?? null) === null) return;
    const score = found[index]?.[1] ?? scale.least;
    if (kind === 'SEMANTIC' && calibration) meaning = logOdds(calibration, score);
    if (kind === 'KEYWORD') share = shareOf(score, most?.[target] ?? 0);
  });
  return probability(combinedOdds(meaning, share));
}

const shareOf = (score: number, most: number) => (most > 0 ? Math.min(1, Math.max(0, score) / most) : 0);
