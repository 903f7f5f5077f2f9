import { MilvusClient } from '@zilliz/milvus2-sdk-node';
import { embeddingClient } from '../lib/embedding-client.ts';
import { vectorStore } from '../lib/milvus/vector-store.ts';
import { type NearAnswer, nearQueries } from '../subgraphs/query/cache/near.ts';
import { graphqlClient } from '../test/support/client.ts';
import { bootStack } from '../test/support/stack.ts';
import { paragraphs, questions } from './corpus.ts';
import { indexed } from './indexed.ts';

export interface NearOptions {
  documents: number;
  requests: number;
}

/** How a question is asked again, a little differently. */
const variants: Record<string, (text: string) => string> = {
  'with wider spaces': (text) => text.replaceAll(' ', '  '),
  'with a question mark behind it': (text) => `${text}?`,
  'with a capital at the start': (text) => text.charAt(0).toUpperCase() + text.slice(1),
  'with a word more': (text) => `${text} please`,
};
const CANDIDATES = 200;
/** Fewer passages than candidates: the whole collection is ranked. */
const SMALL = 150;

/**
 * What KITEGRAPH_SEMANTIC_CACHE brings: of questions that are asked again in nearly the same words, the share that may have what
 * the first found; and how long the embedding takes, which it does not spare, and the search, which it does.
 */
export async function measureNear({ documents, requests }: NearOptions): Promise<void> {
  for (const size of new Set([Math.min(SMALL, documents), documents])) await measured(size, requests);
}

async function measured(size: number, requests: number): Promise<void> {
  const known = paragraphs(size);
  await using stack = await bootStack('one');
  await indexed(graphqlClient(stack.url), known);
  await using store = vectorStore({ address: stack.stores.milvusAddress });
  await using embedding = embeddingClient({ url: stack.services.embedding?.url ?? '' });
  const question = {
    view: await viewIn(stack.stores.milvusAddress),
    expression: '',
    partitions: undefined,
    limit: CANDIDATES,
  };
  const took = { embedding: [] as number[], search: [] as number[] };
  async function timed<T>(what: keyof typeof took, call: () => Promise<T[]>): Promise<T> {
    const started = performance.now();
    const [first] = await call();
    took[what].push(performance.now() - started);
    return first as T;
  }
  const texts = questions(known, Math.min(requests, 2 * known.length));
  console.log(`${known.length} passages, ${texts.length} questions, each asked again`);
  for (const [name, vary] of Object.entries(variants)) {
    const kept = new Map<string, NearAnswer>();
    const near = nearQueries(
      (_, vector) =>
        timed('search', () => store.searchVectors(question.view, { limit: CANDIDATES, vectors: [vector] })),
      {
        get: async (key) => {
          const value = kept.get(key);
          return value && { value, level: 'L1' };
        },
        set: async (key, value) => void kept.set(key, value),
      },
    );
    const ask = async (text: string) =>
      near(question, await timed('embedding', () => embedding.embed([text], 'query')), 1);
    for (const text of texts) await ask(text);
    const before = took.search.length;
    for (const text of texts) await ask(vary(text));
    const shared = 1 - (took.search.length - before) / texts.length;
    console.log(`  ${name}`.padEnd(40), `${(100 * shared).toFixed(1)} % shared`);
  }
  const mean = (times: number[]) => (times.reduce((sum, time) => sum + time, 0) / times.length).toFixed(1);
  console.log(`  an embedding took ${mean(took.embedding)} ms, a search ${mean(took.search)} ms`);
}

/** The physical collection, of which there is one. */
async function viewIn(address: string): Promise<string> {
  const milvus = new MilvusClient({ address });
  const names = ((await milvus.listCollections()).data ?? []).map(({ name }) => name);
  await milvus.closeConnection();
  return names.find((name) => name.startsWith('kg_')) ?? '';
}
