import type { TextEmbedder } from '../../lib/embedding/text-embedder.ts';
import type { JudgedSet } from '../judged-set.ts';
import { mean, ndcg } from '../measures.ts';

const AT_ONCE = 64;

/**
 * nDCG@10 of a model alone: each document is one vector of its title and text (cut at what the model reads), and every
 * document is compared with every query.
 */
export async function nearestNdcg(
  model: TextEmbedder,
  set: JudgedSet,
  progress: (done: number) => void,
): Promise<number> {
  const documents = await embedAll(
    model,
    'passage',
    set.documents.map(({ title, text }) => [title, text].filter(Boolean).join('\n')),
    progress,
  );
  const queries = await embedAll(
    model,
    'query',
    set.queries.map(({ text }) => text),
    () => undefined,
  );
  return mean(
    set.queries.map(({ id }, index) => {
      const query = queries[index] as Float32Array;
      const scored = set.documents.map((document, place) => ({
        id: document.id,
        score: cosine(query, documents[place] as Float32Array),
      }));
      const ranked = scored.sort((a, b) => b.score - a.score).slice(0, 10);
      return ndcg(
        ranked.map((one) => one.id),
        set.judgments.get(id) ?? new Map(),
        10,
      );
    }),
  );
}

async function embedAll(
  model: TextEmbedder,
  kind: 'query' | 'passage',
  texts: string[],
  progress: (done: number) => void,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += AT_ONCE) {
    vectors.push(...(await model.embed(texts.slice(from, from + AT_ONCE), kind)));
    progress(vectors.length);
  }
  return vectors;
}

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/**
 * A part of a set: so many queries, the documents that were judged for them, and others up to so many in all, in the order
 * of the set.
 */
export function partOf(set: JudgedSet, queries: number, documents: number): JudgedSet {
  const asked = set.queries.slice(0, queries);
  const judged = new Set(asked.flatMap(({ id }) => [...(set.judgments.get(id)?.keys() ?? [])]));
  let others = Math.max(0, documents - judged.size);
  const kept = set.documents.filter(({ id }) => judged.has(id) || others-- > 0);
  return { ...set, queries: asked, documents: kept };
}
