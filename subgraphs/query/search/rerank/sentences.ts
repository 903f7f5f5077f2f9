import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { sentencesOf } from '../../../../lib/text/sentences.ts';
import type { Judge } from './judge.ts';

/** Embeds by one model. */
export interface SentenceEmbedding {
  /** Tells its vectors from those of any other model. */
  key: string;
  question(text: string): Promise<Float32Array>;
  sentences(texts: string[]): Promise<Float32Array[]>;
}

/** Sentences of a passage that are looked at. */
const MOST_SENTENCES = 64;
/** Bytes of vectors of sentences that are kept. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** Vectors of sentences, by model and sentence: passages are found again by other questions. */
export const keptSentences = () =>
  new LRUCache<string, Float32Array>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (vector) => vector.byteLength + 100,
  });

/**
 * A passage is worth what its best sentence is: the cosine of that one and the question. So a passage that has the answer in one
 * sentence out of many is told from one that is about the same things, in every language that the model knows.
 */
export function bySentences(embedding: SentenceEmbedding, kept: ReturnType<typeof keptSentences>): Judge {
  const keyOf = (sentence: string) =>
    createHash('sha256')
      .update(JSON.stringify([embedding.key, sentence]))
      .digest('base64url');

  async function vectorsOf(sentences: readonly string[]): Promise<Map<string, Float32Array>> {
    const vectors = new Map<string, Float32Array>();
    for (const sentence of sentences) {
      const vector = kept.get(keyOf(sentence));
      if (vector) vectors.set(sentence, vector);
    }
    const missing = [...new Set(sentences)].filter((sentence) => !vectors.has(sentence));
    const embedded = missing.length > 0 ? await embedding.sentences(missing) : [];
    embedded.forEach((vector, index) => {
      const sentence = missing[index] as string;
      kept.set(keyOf(sentence), vector);
      vectors.set(sentence, vector);
    });
    return vectors;
  }

  return {
    method: 'SENTENCES',
    weight: 0.3,
    async scores(question, candidates) {
      const split = candidates.map(({ text }) => sentences(text));
      const [asked, vectors] = await Promise.all([embedding.question(question), vectorsOf(split.flat())]);
      return split.map((its) =>
        its.reduce(
          (best, sentence) => Math.max(best, cosine(asked, vectors.get(sentence) as Float32Array)),
          -1,
        ),
      );
    },
  };
}

/** Servers need not answer vectors of length 1. */
function cosine(a: Float32Array, b: Float32Array): number {
  let [inner, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    inner += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return inner / (Math.sqrt(squareA * squareB) || 1);
}

function sentences(text: string): string[] {
  return sentencesOf(text)
    .map(({ start, end }) => text.slice(start, end).trim())
    .filter((sentence) => sentence !== '')
    .slice(0, MOST_SENTENCES);
}
