import { dot, unit } from '../cosine.ts';
import { sentencesIn } from '../sentence-vectors.ts';
import type { Judge } from './judge.ts';

/** Embeds by one model. */
export interface SentenceEmbedding {
  question(text: string): Promise<Float32Array>;
  sentences(texts: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
}

/**
 * A passage is worth what its best sentence is: the cosine of that one and the question. So a passage that has the answer in one
 * sentence out of many is told from one that is about the same things, in every language that the model knows.
 */
export function bySentences(embedding: SentenceEmbedding): Judge {
  return {
    method: 'SENTENCES',
    weight: 0.3,
    async scores(question, candidates) {
      const split = candidates.map(({ text }) => sentencesIn(text).map(({ sentence }) => sentence));
      const [asked, vectors] = await Promise.all([
        embedding.question(question),
        embedding.sentences(split.flat()),
      ]);
      const direction = unit(asked);
      return split.map((its) =>
        its.reduce(
          // Servers need not answer vectors of length 1.
          (best, sentence) => Math.max(best, dot(direction, unit(vectors.get(sentence) as Float32Array))),
          -1,
        ),
      );
    },
  };
}
