/**
 * The order in which a judge and the first order agree best. A judge by itself is right less often than both together. Each
 * has its numbers standardised over these documents (mean 0, deviation 1), because they have no common scale.
 * @param first scores of the first order
 * @param judged the judge's, of the same documents
 * @param weight the judge's, 0 to 1; the first order has the rest
 * @returns indexes into the scores; equals stay in the first order
 */
export function blended(first: readonly number[], judged: readonly number[], weight: number): number[] {
  const [before, now] = [standardized(first), standardized(judged)];
  const score = (index: number) => (1 - weight) * (before[index] as number) + weight * (now[index] as number);
  return [...first.keys()].toSorted((a, b) => score(b) - score(a) || a - b);
}

function standardized(scores: readonly number[]): number[] {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length);
  return scores.map((score) => (deviation > 0 ? (score - mean) / deviation : 0));
}
