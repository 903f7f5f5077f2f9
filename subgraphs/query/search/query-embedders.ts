import { LRUCache } from 'lru-cache';
import type { ModelSpec } from '../../../lib/embedding/model-spec.ts';
import type { EmbeddingClient } from '../../../lib/embedding-client.ts';
import { PartUnavailable } from '../../../lib/errors.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { CallCounter } from '../statistics/metrics.ts';
import { circuit } from './circuit.ts';
import { gathered } from './gathered.ts';

/** Embeds queries by one model. */
interface QueryEmbedder extends Disposable {
  embed(text: string): Promise<Float32Array>;
}

/** Calls that run at once for one model; more only make a server's queue longer. */
const IN_FLIGHT = 2;
const LARGEST_BATCH = 64;
/** Vectors of texts that are remembered of each model. */
const VECTORS = 2_000;
const HARMLESS = 'A harmless text.';

/** An embedder for each model, made when it is first asked for: concurrent searches of one model share its calls. */
export function queryEmbedders(embedding: EmbeddingClient, calls: CallCounter) {
  const embedders = new Map<string, QueryEmbedder>();
  return {
    of(model: ModelSpec): QueryEmbedder {
      // The place too: a model may be registered anew at another one.
      const key = JSON.stringify([modelKey(model), model.source]);
      const known = embedders.get(key) ?? queryEmbedder(embedding, model, calls);
      embedders.set(key, known);
      return known;
    },
    [Symbol.dispose]() {
      for (const embedder of embedders.values()) embedder[Symbol.dispose]();
    },
  };
}

function queryEmbedder(embedding: EmbeddingClient, model: ModelSpec, calls: CallCounter): QueryEmbedder {
  const vectors = new LRUCache<string, Float32Array>({ max: VECTORS });
  const embedder = embedding.of(model);
  const reachable = circuit(() => isThere(embedding, model));
  const embedOne = gathered<string, Float32Array>(
    async (texts) => {
      const different = [...new Set(texts)];
      calls.count('embed', different.length);
      const answers = await embedder.embed(different, 'query');
      const byText = new Map(different.map((text, index) => [text, answers[index] as Float32Array]));
      for (const [text, vector] of byText) vectors.set(text, vector);
      return texts.map((text) => byText.get(text) as Float32Array);
    },
    { inFlight: IN_FLIGHT, largest: LARGEST_BATCH },
  );
  return {
    embed: async (text) => vectors.get(text) ?? reachable.run(() => embedOne(text)),
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
