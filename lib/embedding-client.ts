import { addressOf } from './embedding/address.ts';
import { type Description, describeServer, wrongDimensions } from './embedding/describe.ts';
import { gather } from './embedding/gather.ts';
import { estimateTokens } from './embedding/token-estimate.ts';
import { PART, type Reply, transport } from './embedding/transport.ts';
import { vectorsOf } from './embedding/vectors.ts';
import { PartRejected, PartUnavailable } from './errors.ts';
import { checkPart, type PartHealth } from './health.ts';

export interface EmbeddingModel {
  name: string;
  /** Another version means other vectors, which must not be mixed with those of this one. */
  version: string;
  dimensions: number;
  /** Tokens that the model reads of a text, its own marks and the prefix included. */
  maxTokens: number;
}

export interface EmbeddingOptions {
  /** Our service or any OpenAI-compatible one; with or without `/v1`. */
  url: string;
  apiKey?: string | undefined;
  /** Must be given where the server has several. */
  model?: string | undefined;
  /** Asked from the server where not given. */
  dimensions?: number | undefined;
  /** Put before the texts for servers that are not ours. @default '' */
  queryPrefix?: string | undefined;
  passagePrefix?: string | undefined;
  /** For servers that do not say. @default 512 */
  maxTokens?: number | undefined;
}

export interface EmbeddingClient {
  /**
   * The server's model, once it has been described (any call does that); the same then for as long as this client
   * lives.
   * @throws PartUnavailable before
   */
  readonly model: EmbeddingModel;
  /** The server's model. Asked once; where that fails, at the next call again. @throws PartUnavailable, PartRejected */
  describe(): Promise<EmbeddingModel>;
  /**
   * One vector for each text. What all callers ask in one tick goes out together.
   * @throws PartUnavailable after some tries; PartRejected; the signal's reason
   */
  embed(texts: string[], kind: 'query' | 'passage', o?: { signal?: AbortSignal }): Promise<Float32Array[]>;
  /** Tokens of each text alone, without prefix and marks; an estimate on the high side for servers that are not ours. */
  countTokens(texts: string[]): Promise<number[]>;
  health(): Promise<PartHealth>;
}

/** A query has somebody waiting for it, a passage may stand behind many others. Milliseconds. */
const TIMEOUT = { query: 10_000, passage: 300_000 };
const TRIES = 4;

/** The one owner of the embedding server: finds out what it is, gathers, retries, and checks what comes back. */
export function embeddingClient(options: EmbeddingOptions): EmbeddingClient & AsyncDisposable {
  const address = addressOf(options.url);
  const server = transport(options.apiKey);
  let description: Description | undefined;
  let describing: Promise<Description> | undefined;

  async function ask(tries: number): Promise<Description> {
    description ??= await describeServer(address, server, options, tries);
    return description;
  }

  function described(): Promise<Description> {
    describing ??= ask(TRIES).finally(() => {
      describing = undefined;
    });
    return describing;
  }

  const post = async (url: string, body: unknown, timeoutMs: number, signal: AbortSignal) => {
    const reply = await server.ask({ method: 'POST', url, body, signal, timeoutMs, tries: TRIES });
    checkVersion(reply, description);
    return reply.body;
  };

  const embedder = (kind: 'query' | 'passage') =>
    gather(async (texts, signal) => {
      const { model, own, asksDimensions } = await described();
      const prefix = (kind === 'query' ? options.queryPrefix : options.passagePrefix) ?? '';
      const body = own
        ? { model: model.name, input: texts, input_type: kind, encoding_format: 'base64' }
        : {
            model: model.name,
            input: prefix === '' ? texts : texts.map((text) => prefix + text),
            encoding_format: 'float',
            dimensions: asksDimensions ? model.dimensions : undefined,
          };
      const vectors = vectorsOf(
        await post(`${address.api}/embeddings`, body, TIMEOUT[kind], signal),
        texts.length,
      );
      const wrong = vectors.find((vector) => vector.length !== model.dimensions);
      if (wrong) throw wrongDimensions(wrong.length, model.dimensions);
      return vectors;
    });
  const embedders = { query: embedder('query'), passage: embedder('passage') };

  const counter = gather(async (inputs, signal) => {
    const body = await post(`${address.root}/tokenize`, { inputs }, TIMEOUT.passage, signal);
    return (body as { counts: number[] }).counts;
  });

  return {
    get model() {
      if (description) return description.model;
      throw new PartUnavailable(PART, `${new URL(options.url).host} has not answered yet`);
    },
    describe: async () => (await described()).model,
    embed: (texts, kind, o) => embedders[kind](texts, o?.signal),
    async countTokens(texts) {
      return (await described()).own ? counter(texts) : texts.map(estimateTokens);
    },
    health: () =>
      checkPart(PART, async () => {
        const { model, own } = await ask(1);
        const url = own ? `${address.root}/health` : `${address.api}/models`;
        // A server without a list of models has answered all the same.
        await server.ask({ method: 'GET', url, timeoutMs: 5_000, tries: 1, ifMissing: {} });
        return own ? `${model.name} ${model.version}` : `${model.name} at ${new URL(options.url).host}`;
      }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Our service says in each answer which version made it: vectors of two versions must never be mixed. */
function checkVersion(reply: Reply, description: Description | undefined) {
  const found = reply.headers['kitegraph-model-version'];
  const known = description?.model.version;
  if (!description?.own || found === undefined || found === known) return;
  throw new PartRejected(
    PART,
    'MODEL_CHANGED',
    `its model was changed from version ${known} to ${found} while this process ran. Start the services again, then rebuild the collections.`,
  );
}
