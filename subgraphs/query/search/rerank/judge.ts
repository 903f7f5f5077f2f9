import type { PassageFields } from '../../../../lib/milvus/passage.ts';

/** A candidate to be judged: the passage that it was found by. */
export type Candidate = Pick<PassageFields, 'title' | 'text'>;

export type RerankMethod = 'CROSS_ENCODER' | 'SENTENCES';

/** One way to say how well passages answer a question. */
export interface Judge {
  method: RerankMethod;
  /** How much it counts against the first order, 0 to 1 (eval/README.md). */
  weight: number;
  /**
   * One number for each candidate, the higher the better; comparable among these only.
   * @throws PartUnavailable, PartRejected
   */
  scores(question: string, candidates: readonly Candidate[]): Promise<number[]>;
}
