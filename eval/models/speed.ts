import type { TextEmbedder } from '../../lib/embedding/text-embedder.ts';
import type { JudgedSet } from '../judged-set.ts';

export interface Speed {
  /** Passages of the set a second, many asked for at once. */
  passages: number;
  /** Queries a second, many asked for at once. */
  queries: number;
  /** Milliseconds of one query alone, the middle one of all. */
  queryMs: number;
}

/** How fast a model is, after a first text that loads it. */
export async function measureSpeed(model: TextEmbedder, set: JudgedSet, count: number): Promise<Speed> {
  await model.embed(['A harmless text.'], 'query');
  const rate = async (kind: 'query' | 'passage', texts: string[]) => {
    const began = performance.now();
    await model.embed(texts, kind);
    return (1000 * texts.length) / (performance.now() - began);
  };
  const questions = set.queries.slice(0, 4 * count).map(({ text }) => text);
  const times: number[] = [];
  for (const question of questions.slice(0, count)) {
    const began = performance.now();
    await model.embed([question], 'query');
    times.push(performance.now() - began);
  }
  return {
    passages: await rate(
      'passage',
      set.documents.slice(0, count).map(({ text }) => text),
    ),
    queries: await rate('query', questions),
    queryMs: times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN,
  };
}
