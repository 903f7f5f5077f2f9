import { join } from 'node:path';
import type { EmbeddingConfig } from '../../embedding/config.ts';
import { readModelFolder } from '../../embedding/models/folder.ts';
import { cardOf } from '../../embedding/models/loaded-model.ts';
import { PermittedFolders } from '../../embedding/models/permitted.ts';
import { startEmbedding } from '../../embedding/server.ts';
import { setLogLevel } from '../../lib/log.ts';
import { readSettings } from '../../lib/settings.ts';

setLogLevel(process.env.KITEGRAPH_LOG_LEVEL ?? 'silent');

/** Set-up's own place of the models, which `npm test` has filled. */
export const { runtimeDir } = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []);
export const modelsDir = join(runtimeDir, 'models');
export const e5 = await readModelFolder(
  join(modelsDir, 'multilingual-e5-small'),
  {},
  new PermittedFolders([modelsDir]),
);
/** Its card, as the service makes it. */
export const e5Card = cardOf('multilingual-e5-small', e5, { dimensions: 384, pooling: 'NONE', alone: false });
/** What a worker thread is told to load it by. */
export const e5Worker = {
  weights: e5.weights,
  tokenizer: e5.tokenizer,
  maxTokens: 512,
  padId: 1,
  alone: false,
  threads: 1,
};

export interface TestEmbedding extends AsyncDisposable {
  readonly url: string;
  post(path: string, body: unknown): Promise<Response>;
  /** Vectors by the service's own HTTP interface. */
  embed(input: string | string[], kind?: 'query' | 'passage'): Promise<Float32Array[]>;
  /** The value of one sample in /metrics, such as `embedding_texts_total{kind="query"}`. */
  metric(sample: string): Promise<number>;
}

/** The embedding service with the real model, on a free port. */
export async function startTestEmbedding(config: Partial<EmbeddingConfig> = {}): Promise<TestEmbedding> {
  const service = await startEmbedding({ host: '127.0.0.1', port: 0, modelDirs: [modelsDir], ...config });
  const post = (path: string, body: unknown) =>
    fetch(service.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${config.apiKey}` },
      body: JSON.stringify(body),
    });
  return {
    url: service.url,
    post,
    async embed(input, kind = 'passage') {
      const response = await post('/v1/embeddings', { input, input_type: kind });
      if (!response.ok) throw new Error(await response.text());
      const { data } = (await response.json()) as { data: { embedding: number[] }[] };
      return data.map(({ embedding }) => Float32Array.from(embedding));
    },
    async metric(sample) {
      const text = await (await fetch(`${service.url}/metrics`)).text();
      const [name, labels = ''] = sample.replace('}', '').split('{');
      const line = text.split('\n').find((line) => line.startsWith(`${name}{`) && line.includes(labels));
      return line ? Number(line.slice(line.lastIndexOf(' '))) : 0;
    },
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

/** Cosine of two unit vectors. */
export function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b || a.length !== b.length) throw new Error('not two vectors of one space');
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

export function largestDifference(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b || a.length !== b.length) throw new Error('not two vectors of one space');
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] as number))), 0);
}

const WORDS =
  'vector databases keep numbers that stand for text and answer which of them lie near a question'.split(' ');

/** An English text of about `words` words; another `seed` is another text. */
export function words(count: number, seed = 0): string {
  return Array.from(
    { length: count },
    (_, i) => WORDS[(i * 7 + seed * 3 + (i % (seed + 2))) % WORDS.length],
  ).join(' ');
}
