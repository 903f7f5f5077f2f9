import { PartRejected } from '../errors.ts';
import { wrongDimensions } from './describe.ts';
import { gather } from './gather.ts';
import type { ModelSpec } from './model-spec.ts';
import type { EmbeddingServer } from './server.ts';
import { estimateTokens } from './token-estimate.ts';
import { PART, type Reply } from './transport.ts';
import { vectorsOf } from './vectors.ts';

/** One model, wherever it runs. */
export interface TextEmbedder {
  /**
   * One vector for each text. What all callers ask of the model in one tick goes out together.
   * @throws PartUnavailable after some tries; PartRejected; the signal's reason
   */
  embed(texts: string[], kind: 'query' | 'passage', o?: { signal?: AbortSignal }): Promise<Float32Array[]>;
  /** Tokens of each text alone, without prefix and marks; an estimate on the high side for servers that are not ours. */
  countTokens(texts: string[]): Promise<number[]>;
}

/** How one model is asked for. */
export interface Route {
  server: EmbeddingServer;
  /** Our own service: it adds the prefixes, counts tokens and sends the model's version. */
  own: boolean;
  /** What names the model in a request's body. */
  fields: object;
}

/** A query has somebody waiting for it, a passage may stand behind many others. Milliseconds. */
const TIMEOUT = { query: 10_000, passage: 300_000 };
const TRIES = 4;

/** Code of the refusal to mix the vectors of two models: no document's fault. */
export const MODEL_MISMATCH = 'MODEL_MISMATCH';

/**
 * @param route asked before each request, which may find the model gone
 * @param onMismatch told when the server has another version of the model now
 */
export function textEmbedder(
  spec: ModelSpec,
  route: () => Promise<Route>,
  onMismatch: (reply: Reply) => Promise<PartRejected>,
): TextEmbedder {
  async function post(to: Route, path: string, body: object, timeoutMs: number, signal: AbortSignal) {
    const reply = await to.server.post(path, body, { timeoutMs, tries: TRIES, signal });
    // Our own service says in each answer which version made it.
    const version = reply.headers['kitegraph-model-version'];
    if (to.own && version !== undefined && version !== spec.version) throw await onMismatch(reply);
    return reply.body;
  }

  const embedder = (kind: 'query' | 'passage') =>
    gather(async (texts, signal) => {
      const to = await route();
      const prefix = kind === 'query' ? spec.queryPrefix : spec.passagePrefix;
      const input = to.own || prefix === '' ? texts : texts.map((text) => prefix + text);
      const format = to.own ? { input_type: kind, encoding_format: 'base64' } : { encoding_format: 'float' };
      const body = { ...to.fields, input, ...format };
      const vectors = vectorsOf(await post(to, 'embeddings', body, TIMEOUT[kind], signal), texts.length);
      const wrong = vectors.find((vector) => vector.length !== spec.dimensions);
      if (wrong) throw wrongDimensions(wrong.length, spec.dimensions);
      return vectors;
    });
  const embedders = { query: embedder('query'), passage: embedder('passage') };

  const counter = gather(async (inputs, signal) => {
    const to = await route();
    if (!to.own) return inputs.map(estimateTokens);
    const body = await post(to, '/tokenize', { ...to.fields, inputs }, TIMEOUT.passage, signal);
    return (body as { counts: number[] }).counts;
  });

  return {
    embed: (texts, kind, o) => embedders[kind](texts, o?.signal),
    countTokens: (texts) => counter(texts),
  };
}

/** @param found what the server has now */
export function modelMismatch(spec: ModelSpec, found: readonly ModelSpec[]): PartRejected {
  const has = found.map(({ name, version }) => `${name} ${version}`).join(', ');
  return new PartRejected(
    PART,
    MODEL_MISMATCH,
    `the collection needs ${spec.name} ${spec.version}, but the service has ${has}. Bring that one back, or rebuild the collection with a model that is there.`,
  );
}
