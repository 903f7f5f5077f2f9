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
 * sentence out of many is told from one that is about the same things, in every language that the model knows. A document without a
 * text is worth what its title is; one without either is last of these, and no further.
 */
export function bySentences(embedding: SentenceEmbedding): Judge {
  return {
    method: 'SENTENCES',
    weight: 0.3,
    async scores(question, candidates) {
      const split = candidates.map(({ title, text }) => {
        const its = sentencesIn(text).map(({ sentence }) => sentence);
        return its.length > 0 || title.trim() === '' ? its : [title];
      });
      const [asked, vectors] = await Promise.all([
        embedding.question(question),
        embedding.sentences(split.flat()),
      ]);
      const direction = unit(asked);
      // Servers need not answer vectors of length 1.
      const cosine = (sentence: string) => dot(direction, unit(vectors.get(sentence) as Float32Array));
      const best = split.map((its) => Math.max(...its.map(cosine)));
      const least = Math.min(...best.filter(Number.isFinite));
      return best.map((score) => (Number.isFinite(score) ? score : Number.isFinite(least) ? least : 0));
    },
  };
}
