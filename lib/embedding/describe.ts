import { createHash } from 'node:crypto';
import type { EmbeddingModel, EmbeddingOptions } from '../embedding-client.ts';
import { PartRejected } from '../errors.ts';
import type { Address } from './address.ts';
import { PART, type Transport } from './transport.ts';
import { vectorsOf } from './vectors.ts';

/** What is known of the server once it has answered. */
export interface Description {
  model: EmbeddingModel;
  /** Our own service: it adds the prefixes, counts tokens and sends its model's version. */
  own: boolean;
  /** The size must be asked for in each request, because the model's own is another. */
  asksDimensions: boolean;
}

interface ModelEntry {
  id: string;
  owned_by?: string;
  dimensions?: number;
  max_tokens?: number;
  version?: string;
  /** vLLM's name for the tokens that the model reads. */
  max_model_len?: number;
}

/** Tokens that a model is taken to read where nobody says. */
const ASSUMED_MAX_TOKENS = 512;

/**
 * Asks the server which model it has. Of a server that is not ours, the size of the vectors is found by embedding a
 * word.
 * @throws PartUnavailable; PartRejected where the settings do not fit what the server has
 */
export async function describeServer(
  address: Address,
  transport: Transport,
  options: EmbeddingOptions,
  tries: number,
): Promise<Description> {
  const models = await listModels(address, transport, tries);
  const ours = models.find((model) => model.owned_by === 'kitegraph');
  return ours ? describeOwn(ours, options) : describeOther(models, address, transport, options, tries);
}

function describeOwn(entry: ModelEntry, options: EmbeddingOptions): Description {
  if (options.model !== undefined && options.model !== entry.id) throw unknownModel(options.model, [entry]);
  const dimensions = entry.dimensions as number;
  if (options.dimensions !== undefined && options.dimensions !== dimensions) {
    throw wrongDimensions(dimensions, options.dimensions);
  }
  const { version = '', max_tokens: maxTokens = ASSUMED_MAX_TOKENS } = entry;
  return { model: { name: entry.id, version, dimensions, maxTokens }, own: true, asksDimensions: false };
}

async function describeOther(
  models: ModelEntry[],
  address: Address,
  transport: Transport,
  options: EmbeddingOptions,
  tries: number,
): Promise<Description> {
  const name = options.model ?? (models.length === 1 ? models[0]?.id : undefined);
  if (name === undefined) throw modelNotChosen(models);
  const probe = async (dimensions?: number) => {
    const body = { model: name, input: ['dimensions'], dimensions, encoding_format: 'float' };
    const reply = await transport.ask({
      method: 'POST',
      url: `${address.api}/embeddings`,
      body,
      timeoutMs: 30_000,
      tries,
    });
    return (vectorsOf(reply.body, 1)[0] as Float32Array).length;
  };
  const own = await probe();
  const dimensions = options.dimensions ?? own;
  const asksDimensions = dimensions !== own;
  if (asksDimensions && (await probe(dimensions)) !== dimensions) throw wrongDimensions(own, dimensions);
  const entry = models.find((model) => model.id === name);
  const maxTokens = options.maxTokens ?? entry?.max_model_len ?? ASSUMED_MAX_TOKENS;
  return {
    model: { name, version: versionOf(name, dimensions, options), dimensions, maxTokens },
    own: false,
    asksDimensions,
  };
}

/** Other servers know no versions: what we know changes their vectors stands for one. */
function versionOf(name: string, dimensions: number, options: EmbeddingOptions): string {
  const parts = [name, dimensions, options.queryPrefix ?? '', options.passagePrefix ?? ''];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}

async function listModels(address: Address, transport: Transport, tries: number): Promise<ModelEntry[]> {
  const url = `${address.api}/models`;
  const reply = await transport.ask({ method: 'GET', url, timeoutMs: 5_000, tries, ifMissing: { data: [] } });
  const entries = (reply.body as { data?: unknown } | null)?.data;
  return Array.isArray(entries) ? entries : [];
}

export function wrongDimensions(found: number, expected: number): PartRejected {
  return new PartRejected(
    PART,
    'WRONG_DIMENSIONS',
    `its vectors have ${found} dimensions, but ${expected} are expected. Set EMBEDDING_DIMENSIONS to ${found}, or ask for another model.`,
  );
}

function unknownModel(asked: string, models: ModelEntry[]): PartRejected {
  const known = models.map(({ id }) => id).join(', ');
  return new PartRejected(
    PART,
    'MODEL_NOT_FOUND',
    `it has no model "${asked}". EMBEDDING_MODEL can be: ${known}.`,
  );
}

function modelNotChosen(models: ModelEntry[]): PartRejected {
  const known = models.map(({ id }) => id).slice(0, 20);
  const choice = known.length ? `one of ${known.join(', ')}` : 'the name of its model';
  return new PartRejected(PART, 'MODEL_NOT_CHOSEN', `set EMBEDDING_MODEL to ${choice}.`);
}
