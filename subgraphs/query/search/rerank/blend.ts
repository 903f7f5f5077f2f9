/** As for the fusion of branches by rank: a small k, because the lists are short and their heads are good. */
const RANK_CONSTANT = 10;
/** Weight of the judge; the first order has the rest (eval/README.md). */
const WEIGHT = 0.5;

/**
 * The order in which a judge and the first order agree best, by reciprocal ranks: a judge by itself is right less often than
 * both together, and the numbers of two judges have no common scale.
 * @param scores the judge's, in the first order
 * @returns indexes into `scores`; equals stay in the first order
 */
export function blended(scores: readonly number[]): number[] {
  const indexes = [...scores.keys()];
  const judged = indexes.toSorted((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  const rank = new Map(judged.map((index, place) => [index, place]));
  const gain = (index: number) =>
    (1 - WEIGHT) / (RANK_CONSTANT + 1 + index) + WEIGHT / (RANK_CONSTANT + 1 + (rank.get(index) as number));
  return indexes.toSorted((a, b) => gain(b) - gain(a) || a - b);
}
