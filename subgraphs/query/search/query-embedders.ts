import { createHash } from 'node:crypto';
import type { Cache } from '../../../lib/cache/tiers.ts';
import type { ModelSpec } from '../../../lib/embedding/model-spec.ts';
import type { EmbeddingClient } from '../../../lib/embedding-client.ts';
import { PartUnavailable } from '../../../lib/errors.ts';
import { presentVector, vectorOfBase64 } from '../../../lib/vector.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { CallCounter } from '../statistics/metrics.ts';
import { circuit } from './circuit.ts';
import { gathered } from './gathered.ts';

/** Embeds queries by one model. */
interface QueryEmbedder extends Disposable {
  embed(text: string): Promise<Float32Array>;
  /** Sentences of passages. @throws PartUnavailable, also where they do not come in time */
  embedSentences(texts: string[]): Promise<Float32Array[]>;
}

/** Calls that run at once for one model; more only make a server's queue longer. */
const IN_FLIGHT = 2;
const LARGEST_BATCH = 64;
const HARMLESS = 'A harmless text.';

export interface QueryEmbedding {
  embedding: EmbeddingClient;
  /** Of the deployment's own embedding server. */
  place: string;
  /** Vectors of texts, as base64 of their 32-bit floats. */
  vectors: Pick<Cache<string>, 'getOrLoad'>;
  /** How long sentences are waited for. */
  sentencesMs: number;
}

/** An embedder for each model, made when it is first asked for: concurrent searches of one model share its calls. */
export function queryEmbedders(queries: QueryEmbedding, calls: CallCounter) {
  const embedders = new Map<string, QueryEmbedder>();
  return {
    of(model: ModelSpec): QueryEmbedder {
      // The place too: a model may be registered anew at another one.
      const key = JSON.stringify([modelKey(model), model.source]);
      const known = embedders.get(key) ?? queryEmbedder(queries, model, calls);
      embedders.set(key, known);
      return known;
    },
    [Symbol.dispose]() {
      for (const embedder of embedders.values()) embedder[Symbol.dispose]();
    },
  };
}

function queryEmbedder(
  { embedding, place, vectors, sentencesMs }: QueryEmbedding,
  model: ModelSpec,
  calls: CallCounter,
): QueryEmbedder {
  // A server that does not say by which weights it embeds is told apart by its address.
  const from = [modelKey(model), model.source, model.hash ?? place];
  const keyOf = (text: string) =>
    createHash('sha256')
      .update(JSON.stringify([from, text]))
      .digest('base64url');
  const embedder = embedding.of(model);
  const reachable = circuit(() => isThere(embedding, model));
  const embedOne = gathered<string, Float32Array>(
    async (texts) => {
      const different = [...new Set(texts)];
      calls.count('embed', different.length);
      const answers = await embedder.embed(different, 'query');
      const byText = new Map(different.map((text, index) => [text, answers[index] as Float32Array]));
      return texts.map((text) => byText.get(text) as Float32Array);
    },
    { inFlight: IN_FLIGHT, largest: LARGEST_BATCH },
  );
  return {
    async embed(text) {
      const load = () => reachable.run(() => embedOne(text)).then(presentVector);
      return vectorOfBase64((await vectors.getOrLoad(keyOf(text), load)).value);
    },
    async embedSentences(texts) {
      calls.count('embed_sentences', texts.length);
      const signal = AbortSignal.timeout(sentencesMs);
      return reachable
        .run(() => embedder.embed(texts, 'query', { signal }))
        .catch((error) => {
          if (!signal.aborted) throw error;
          throw new PartUnavailable('embedding', `no answer within ${sentencesMs / 1000} s`, {
            cause: error,
          });
        });
    },
    [Symbol.dispose]: () => reachable[Symbol.dispose](),
  };
}

/** Whether the server of a model answers. */
async function isThere(embedding: EmbeddingClient, model: ModelSpec): Promise<boolean> {
  if (model.source.kind !== 'OPENAI') return (await embedding.health()).status === 'UP';
  return embedding
    .of(model)
    .embed([HARMLESS], 'query')
    .then(
      () => true,
      (error) => !(error instanceof PartUnavailable),
    );
}
