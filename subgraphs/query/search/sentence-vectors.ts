import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ModelSpec } from '../../../lib/embedding/model-spec.ts';
import { type Stretch, sentencesOf } from '../../../lib/text/sentences.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { Sources } from './sources.ts';

/** The vectors of sentences by a model, by sentence. @throws PartUnavailable, PartRejected */
export type SentenceVectors = (
  model: ModelSpec,
  sentences: readonly string[],
) => Promise<ReadonlyMap<string, Float32Array>>;

/** Sentences of a passage that are looked at. */
const MOST_SENTENCES = 64;
/** Bytes of vectors of sentences that are kept. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** Vectors are kept by model and sentence: passages are found again by other questions. */
export function sentenceVectors(sources: Pick<Sources, 'embedSentences'>): SentenceVectors {
  const kept = new LRUCache<string, Float32Array>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (vector) => vector.byteLength + 100,
  });
  return async (model, sentences) => {
    const keyOf = (sentence: string) =>
      createHash('sha256')
        .update(JSON.stringify([placeOfModel(model), sentence]))
        .digest('base64url');
    const vectors = new Map<string, Float32Array>();
    for (const sentence of sentences) {
      const vector = kept.get(keyOf(sentence));
      if (vector) vectors.set(sentence, vector);
    }
    const missing = [...new Set(sentences)].filter((sentence) => !vectors.has(sentence));
    const embedded = missing.length > 0 ? await sources.embedSentences(model, missing) : [];
    embedded.forEach((vector, index) => {
      const sentence = missing[index] as string;
      kept.set(keyOf(sentence), vector);
      vectors.set(sentence, vector);
    });
    return vectors;
  };
}

/** Tells a model from any other. The place too: a model may be registered anew at another one. */
export function placeOfModel(model: ModelSpec): string {
  return JSON.stringify([modelKey(model), model.source]);
}

/** The first sentences of a passage, without the white space around them; and where they stand in it. */
export function sentencesIn(text: string): (Stretch & { sentence: string })[] {
  return sentencesOf(text)
    .map(({ start, end }) => {
      const part = text.slice(start, end);
      const sentence = part.trim();
      const from = start + part.length - part.trimStart().length;
      return { sentence, start: from, end: from + sentence.length };
    })
    .filter(({ sentence }) => sentence !== '')
    .slice(0, MOST_SENTENCES);
}
