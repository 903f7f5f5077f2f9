import { createHash } from 'node:crypto';
import { PartRejected } from '../errors.ts';
import type { FolderSource, ModelSpec, OpenAiSource, Pooling } from './model-spec.ts';
import type { EmbeddingServer } from './server.ts';
import { PART } from './transport.ts';
import { vectorsOf } from './vectors.ts';

/** What the deployment's server offers. */
export interface Offer {
  /** Our own service: it adds the prefixes, counts tokens, loads folders and says its models' versions. */
  own: boolean;
  /** The default first. */
  models: [ModelSpec, ...ModelSpec[]];
  /** To be asked for in each request, because the model's own size is another. */
  dimensions?: number | undefined;
}

/** How a deployment's server is to be used. */
export interface OfferOptions {
  /** The default. Must be given where a server that is not ours has several. */
  model?: string | undefined;
  /** Asked from the server where not given. */
  dimensions?: number | undefined;
  /** Put before the texts for servers that are not ours. @default '' */
  queryPrefix?: string | undefined;
  passagePrefix?: string | undefined;
  /** For servers that do not say. @default 512 */
  maxTokens?: number | undefined;
}

interface ModelEntry {
  id: string;
  owned_by?: string;
  /** vLLM's name for the tokens that the model reads. */
  max_model_len?: number;
}

/** A model as our own service tells of it. */
interface OwnEntry extends ModelEntry {
  default: boolean;
  version: string;
  dimensions: number;
  max_tokens: number;
  pooling: Pooling;
  query_prefix: string;
  passage_prefix: string;
  languages: string[];
  license: string | null;
  hash: string;
}

/** Tokens that a model is taken to read where nobody says. */
const ASSUMED_MAX_TOKENS = 512;
const HARMLESS = 'A harmless text.';

/**
 * Asks the deployment's server which models it has. Of a server that is not ours it is the one that the settings name, and
 * the size of its vectors is found by embedding a harmless text.
 * @throws PartUnavailable; PartRejected where the settings do not fit what the server has
 */
export async function describeOffer(
  server: EmbeddingServer,
  options: OfferOptions,
  tries: number,
): Promise<Offer> {
  const entries = await listModels(server, tries);
  const ours = entries.filter((entry) => entry.owned_by === 'kitegraph') as OwnEntry[];
  if (ours.length > 0) return { own: true, models: ownModels(ours, options) };
  const name = options.model ?? (entries.length === 1 ? entries[0]?.id : undefined);
  if (name === undefined) throw modelNotChosen(entries);
  const { spec, dimensions } = await describeRemote(name, options, { server, tries, entries });
  return { own: false, dimensions, models: [{ ...spec, source: { kind: 'SERVICE' } }] };
}

/** What a model at another server is, found by trying it. @throws PartUnavailable, PartRejected */
export async function describeOpenAi(
  name: string,
  source: OpenAiSource,
  server: EmbeddingServer,
  tries: number,
): Promise<ModelSpec> {
  const entries = await listModels(server, tries);
  const { spec, dimensions } = await describeRemote(source.remoteModel, source, { server, tries, entries });
  const { dimensions: _asked, ...rest } = source;
  return { ...spec, name, source: dimensions === undefined ? rest : { ...rest, dimensions } };
}

/** What a model in a folder of our own service is, which loads it for that. @throws PartUnavailable, PartRejected */
export async function describeFolder(
  name: string,
  source: FolderSource,
  server: EmbeddingServer,
  tries: number,
): Promise<ModelSpec> {
  const body = { model: name, model_source: folderFields(source) };
  const reply = await server.post('/describe', body, { timeoutMs: 120_000, tries });
  return { ...specOf(reply.body as OwnEntry), source };
}

/** `model_source` of a request to our own service. */
export function folderFields({ folder, pooling, queryPrefix, passagePrefix, maxTokens }: FolderSource) {
  return {
    folder,
    pooling,
    query_prefix: queryPrefix,
    passage_prefix: passagePrefix,
    max_tokens: maxTokens,
  };
}

function ownModels(entries: OwnEntry[], options: OfferOptions): Offer['models'] {
  const { model, dimensions } = options;
  const first = entries.find((entry) => (model === undefined ? entry.default : entry.id === model));
  if (!first) throw unknownModel(model ?? '', entries);
  if (dimensions !== undefined && dimensions !== first.dimensions) {
    throw wrongDimensions(first.dimensions, dimensions);
  }
  return [specOf(first), ...entries.filter((entry) => entry !== first).map(specOf)];
}

function specOf(entry: OwnEntry): ModelSpec {
  return {
    name: entry.id,
    version: entry.version,
    dimensions: entry.dimensions,
    maxTokens: entry.max_tokens,
    languages: entry.languages,
    pooling: entry.pooling,
    queryPrefix: entry.query_prefix,
    passagePrefix: entry.passage_prefix,
    source: { kind: 'SERVICE' },
    hash: entry.hash,
    license: entry.license,
  };
}

/** @returns dimensions where these must be asked for */
async function describeRemote(
  name: string,
  options: OfferOptions,
  { server, tries, entries }: { server: EmbeddingServer; tries: number; entries: ModelEntry[] },
): Promise<{ spec: Omit<ModelSpec, 'source'>; dimensions: number | undefined }> {
  const probe = async (dimensions?: number) => {
    const body = { model: name, input: [HARMLESS], dimensions, encoding_format: 'float' };
    const reply = await server.post('embeddings', body, { timeoutMs: 30_000, tries });
    return (vectorsOf(reply.body, 1)[0] as Float32Array).length;
  };
  const own = await probe();
  const dimensions = options.dimensions ?? own;
  const asks = dimensions !== own;
  if (asks && (await probe(dimensions)) !== dimensions) throw wrongDimensions(own, dimensions);
  const { queryPrefix = '', passagePrefix = '' } = options;
  const entry = entries.find(({ id }) => id === name);
  const spec = {
    name,
    version: versionOf([name, dimensions, queryPrefix, passagePrefix]),
    dimensions,
    maxTokens: options.maxTokens ?? entry?.max_model_len ?? ASSUMED_MAX_TOKENS,
    languages: [],
    pooling: null,
    queryPrefix,
    passagePrefix,
    hash: null,
    license: null,
  };
  return { spec, dimensions: asks ? dimensions : undefined };
}

/** Other servers know no versions: what we know changes their vectors stands for one. */
function versionOf(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}

/** Our own service may have to load models that it has not seen yet before it can tell of them. */
async function listModels({ address, ask }: EmbeddingServer, tries: number): Promise<ModelEntry[]> {
  const url = `${address.api}/models`;
  const reply = await ask({ method: 'GET', url, timeoutMs: 30_000, tries, ifMissing: { data: [] } });
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
