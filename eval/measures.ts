/** Grades of the documents that were judged for a query; 0: judged not relevant. */
export type Judgments = ReadonlyMap<string, number>;

/**
 * Normalised discounted cumulative gain of the first `k` (Järvelin and Kekäläinen 2002, with the grade as gain, as
 * trec_eval and BEIR compute it). 1: no order of the documents would be better; 0: nothing relevant among the first k.
 */
export function ndcg(ranked: readonly string[], judgments: Judgments, k: number): number {
  const gain = (grades: number[]) =>
    grades.slice(0, k).reduce((sum, grade, place) => sum + grade / Math.log2(place + 2), 0);
  const ideal = gain([...judgments.values()].sort((a, b) => b - a));
  return ideal === 0 ? 0 : gain(ranked.map((document) => judgments.get(document) ?? 0)) / ideal;
}

/** Share of the relevant documents that are among the first `k`. */
export function recall(ranked: readonly string[], judgments: Judgments, k: number): number {
  const relevant = [...judgments].filter(([, grade]) => grade > 0).map(([document]) => document);
  if (relevant.length === 0) return 0;
  const first = new Set(ranked.slice(0, k));
  return relevant.filter((document) => first.has(document)).length / relevant.length;
}

/** One by the place of the first relevant document among the first `k`; 0 where there is none. */
export function reciprocalRank(ranked: readonly string[], judgments: Judgments, k: number): number {
  const place = ranked.slice(0, k).findIndex((document) => (judgments.get(document) ?? 0) > 0);
  return place < 0 ? 0 : 1 / (place + 1);
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
