import { matches } from '../../../lib/filter/matches.ts';
import { scalarOf } from '../../../lib/filter/order.ts';
import type { Arrangement, Recency } from './arrangement.ts';
import type { Candidate } from './candidate.ts';

const DAY_MS = 86_400_000;

/**
 * Scores become a standing, from 0.5 for the last candidate to 1 for the best: fused scores may be negative and have no
 * fixed scale, and a factor of 2 is to bring the last before all others. The standing is multiplied by the factors of the boosts
 * that hold and by recency.
 *
 * @param now epoch milliseconds
 */
export function boosted(
  candidates: readonly Candidate[],
  { boosts, recency }: Pick<Arrangement, 'boosts' | 'recency'>,
  now: number,
): Candidate[] {
  if (boosts.length === 0 && !recency) return [...candidates];
  const scores = candidates.map(({ hit }) => hit.score);
  const [lowest, highest] = [Math.min(...scores), Math.max(...scores)];
  const spread = highest - lowest;
  const standing = (score: number) => (spread > 0 ? 0.5 + (0.5 * (score - lowest)) / spread : 1);
  return candidates
    .map((candidate) => {
      const { hit, metadata } = candidate;
      const factors = boosts.filter(({ filters }) => holds(filters[hit.target], metadata));
      const product = factors.reduce((all, { factor }) => all * factor, 1);
      const boost = product * (recency ? freshness(recency, metadata, now) : 1);
      return { ...candidate, hit: { ...hit, score: boost * standing(hit.score), boost } };
    })
    .sort((a, b) => b.hit.score - a.hit.score);
}

const holds = (filter: Parameters<typeof matches>[0] | undefined, metadata: Candidate['metadata']) =>
  filter !== undefined && matches(filter, metadata);

function freshness({ field, halfLifeDays, weight }: Recency, metadata: Candidate['metadata'], now: number) {
  const date = scalarOf(metadata, field, 'DATETIME');
  if (date === undefined) return 1 - weight;
  const days = Math.max(0, now - Number(date)) / DAY_MS;
  return 1 - weight + weight * 2 ** (-days / halfLifeDays);
}
