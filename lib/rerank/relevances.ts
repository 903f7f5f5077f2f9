import { PartRejected } from '../errors.ts';

/** What the reranker is called in errors. */
export const RERANKER = 'reranker';

/**
 * The numbers of a rerank server's answer in the order of the documents. Known are `{ results: [{ index, relevance_score }] }`
 * of Cohere, Jina and our own service, the same under `data`, and the list of `{ index, score }` of Text Embeddings Inference.
 * @throws PartRejected where not every document has one number
 */
export function relevances(answer: unknown, documents: number): number[] {
  const found = answer as { results?: unknown; data?: unknown } | null;
  const list = Array.isArray(answer) ? answer : (found?.results ?? found?.data);
  const scores = new Array<number | undefined>(documents).fill(undefined);
  for (const entry of Array.isArray(list) ? list : []) {
    const { index, relevance_score, score } = (entry ?? {}) as Record<string, unknown>;
    const value = relevance_score ?? score;
    if (typeof index === 'number' && index in scores && typeof value === 'number') scores[index] = value;
  }
  if (scores.every((score) => Number.isFinite(score))) return scores as number[];
  throw new PartRejected(
    RERANKER,
    'UNKNOWN_ANSWER',
    `it did not answer one number for each of ${documents} documents: is it a rerank server?`,
  );
}
