/** Asks, in a process of its own, so that what asking costs is not taken from whoever answers. Told by messages what to ask. */
import { MilvusClient } from '@zilliz/milvus2-sdk-node';
import { Pool } from 'undici';
import { type EmbeddingClient, embeddingClient } from '../lib/embedding-client.ts';
import { encodeTerms } from '../lib/text/encode.ts';
import { tokens } from '../lib/text/tokens.ts';
import { mixedParagraphs, questions } from './corpus.ts';
import { load } from './load.ts';
import { base64, vectorsOf } from './vectors.ts';

/** By given vectors, by words, by both, and by a text that is embedded first. */
export type Line = 'vector' | 'keyword' | 'hybrid' | 'text';

export interface Place {
  gateway: string;
  milvus: { address: string; token?: string | undefined };
  embedding: string;
  /** Passages of the collection. */
  size: number;
}

interface Task {
  place: Place;
  line: Line;
  side: 'sdk' | 'gateway';
  atOnce: number;
  requests: number;
}

/** Candidates of a search, and of a graph, which is what the query service asks for too. */
const CANDIDATES = 200;
const EF = 2 * CANDIDATES;
const QUESTIONS = 1_000;
const SEARCH = `query ($input: SearchInput!) { search(input: $input, first: 10) {
  totalCount edges { score node { documentId title content metadata revision } } } }`;

interface Asked {
  text: string;
  vector: Float32Array;
}

/** The bare SDK: one call a query (two for a hybrid search), for the keys of the candidates. */
async function sdk({ milvus, embedding: url }: Place, embedding: EmbeddingClient) {
  const client = new MilvusClient(milvus);
  const names = ((await client.listCollections()).data ?? []).map(({ name }) => name);
  const [collection_name = ''] = names.filter((name) => name.startsWith('kg_'));
  const search = (data: number[] | string, anns_field: string, metric_type: string) =>
    client.search({
      collection_name,
      data: data as never,
      anns_field,
      metric_type,
      limit: CANDIDATES,
      output_fields: ['key'],
      consistency_level: 'Bounded' as never,
      params: anns_field === 'vector' ? { ef: EF } : undefined,
    } as never);
  const byVector = (vector: Float32Array) => search(Array.from(vector), 'vector', 'COSINE');
  const byWords = (text: string) =>
    search(encodeTerms(tokens(text, 'STANDARD').map(({ term }) => term)), 'sparse', 'BM25');
  return {
    vector: ({ vector }: Asked) => byVector(vector),
    keyword: ({ text }: Asked) => byWords(text),
    hybrid: ({ text, vector }: Asked) => Promise.all([byVector(vector), byWords(text)]),
    async text({ text }: Asked) {
      const [vector] = await embedding.embed([text], 'query');
      if (!vector) throw new Error(`no vector from ${url}`);
      return byVector(vector);
    },
  } satisfies Record<Line, (asked: Asked) => Promise<unknown>>;
}

/** The whole way: ten hits with title, content, metadata and revision. */
function gateway({ gateway: url }: Place) {
  const pool = new Pool(url, { connections: 128 });
  const ask = async (input: object) => {
    const { body } = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: SEARCH, variables: { input: { collections: ['bench'], ...input } } }),
    });
    const answer = (await body.json()) as { errors?: { message: string }[] };
    if (answer.errors) throw new Error(answer.errors[0]?.message);
  };
  return {
    vector: ({ vector }: Asked) => ask({ vector: base64(vector), mode: 'SEMANTIC' }),
    keyword: ({ text }: Asked) => ask({ text, mode: 'KEYWORD' }),
    hybrid: ({ text, vector }: Asked) => ask({ text, vector: base64(vector), mode: 'HYBRID' }),
    text: ({ text }: Asked) => ask({ text, mode: 'SEMANTIC' }),
  } satisfies Record<Line, (asked: Asked) => Promise<unknown>>;
}

type Side = Record<Line, (asked: Asked) => Promise<unknown>>;
let ready: Promise<{ sdk: Side; gateway: Side; asked: Asked[] }> | undefined;

async function prepare(place: Place) {
  const texts = questions(mixedParagraphs(Math.min(place.size, QUESTIONS)), QUESTIONS);
  const vectors = vectorsOf(QUESTIONS, 2);
  const asked = texts.map((text, n) => ({ text, vector: vectors[n] as Float32Array }));
  const embedding = embeddingClient({ url: place.embedding });
  return { sdk: await sdk(place, embedding), gateway: gateway(place), asked };
}

process.on('message', async ({ place, line, side, atOnce, requests }: Task) => {
  try {
    ready ??= prepare(place);
    const { asked, ...sides } = await ready;
    const request = (n: number) => sides[side][line](asked[n % asked.length] as Asked);
    // The first calls open connections.
    await load(Math.min(requests, 2 * atOnce), atOnce, request);
    process.send?.(await load(requests, atOnce, request));
  } catch (error) {
    process.send?.({ failed: String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
