import type { ShownHit } from '../pages/present.ts';
import { dot, unit } from '../search/cosine.ts';
import { type SentenceVectors, sentencesIn } from '../search/sentence-vectors.ts';
import { type AimedVector, undefinedWhereAway } from './aimed-vector.ts';

export interface BestSentence {
  text: string;
  /** Places in the content, of which the passage is a part. */
  start: number;
  end: number;
  /** Cosine. */
  score: number;
}

/** The sentence of a hit's passage that is nearest to what is searched for; null where that cannot be told now. */
export async function bestSentence(
  { row, target: { collection } }: Pick<ShownHit, 'row' | 'target'>,
  vectorBy: AimedVector,
  vectorsOf: SentenceVectors,
): Promise<BestSentence | null> {
  const { model } = collection.view;
  const sentences = sentencesIn(row.text);
  const [aim, vectors] = await Promise.all([
    vectorBy(model),
    vectorsOf(
      model,
      sentences.map(({ sentence }) => sentence),
    ).catch(undefinedWhereAway),
  ]);
  if (!aim || !vectors) return null;
  const direction = unit(aim);
  let best: BestSentence | null = null;
  for (const { sentence, start, end } of sentences) {
    const score = dot(direction, unit(vectors.get(sentence) as Float32Array));
    if (!best || score > best.score)
      best = { text: sentence, start: row.start + start, end: row.start + end, score };
  }
  return best;
}
