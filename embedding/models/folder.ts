import { readFile } from 'node:fs/promises';
import { FolderRefused } from './errors.ts';
import { hashOfFile } from './file-hash.ts';
import type { ModelFacts, Pooling } from './model-card.ts';
import type { PermittedFolders } from './permitted.ts';

/** What a client says of a model in a folder; it wins over what the folder says. */
export interface Given {
  pooling?: Pooling | undefined;
  queryPrefix?: string | undefined;
  passagePrefix?: string | undefined;
  maxTokens?: number | undefined;
}

/** A folder with a model: where its files are, and what they say. */
export interface ModelFolder {
  /** The ONNX file. */
  weights: string;
  tokenizer: string;
  tokenizerHash: string;
  /** What is known without loading it; `dimensions`, `pooling` and `alone` may have to be found out by that. */
  said: Omit<ModelFacts, 'dimensions' | 'pooling' | 'alone'> & Partial<ModelFacts>;
}

const ASSUMED_MAX_TOKENS = 512;
/** RoBERTa's positions begin behind the padding's id. */
const OFFSET_POSITIONS = /roberta|camembert|mpnet/i;

/**
 * Reads what a folder says of its model: `model.json` as set-up writes it, or the files of a sentence-transformers model
 * (modules.json, 1_Pooling/config.json, sentence_bert_config.json, config_sentence_transformers.json, config.json,
 * tokenizer_config.json). The model is `model.onnx` or `onnx/model.onnx`, the tokenizer `tokenizer.json`.
 * @throws FolderRefused
 */
export async function readModelFolder(
  folder: string,
  given: Given,
  permitted: PermittedFolders,
): Promise<ModelFolder> {
  const weights =
    (await permitted.file(folder, 'model.onnx')) ?? (await permitted.file(folder, 'onnx/model.onnx'));
  const tokenizer = await permitted.file(folder, 'tokenizer.json');
  if (!weights || !tokenizer) {
    const missing = weights ? 'tokenizer.json' : 'model.onnx';
    throw new FolderRefused(
      `${folder} has no ${missing}. A model's folder has model.onnx (or onnx/model.onnx) and tokenizer.json.`,
    );
  }
  const json = (name: string) => readJson(folder, name, permitted);
  const card = await json('model.json');
  const told = card ?? (await sentenceTransformer(json));
  const facts: ModelFolder['said'] = {
    hash: await hashOfFile(weights),
    maxTokens: positive(told.maxTokens) ?? ASSUMED_MAX_TOKENS,
    queryPrefix: text(told.queryPrefix) ?? '',
    passagePrefix: text(told.passagePrefix) ?? '',
    padId: Number.isInteger(told.padId) ? (told.padId as number) : 0,
    languages: Array.isArray(told.languages) ? told.languages.filter((one) => typeof one === 'string') : [],
    license: text(told.license) ?? null,
  };
  const { pooling, dimensions, alone } = told;
  if (pooling === 'MEAN' || pooling === 'CLS' || pooling === 'NONE') facts.pooling = pooling;
  if (positive(dimensions) !== undefined) facts.dimensions = dimensions as number;
  if (typeof alone === 'boolean') facts.alone = alone;
  return {
    weights,
    tokenizer,
    tokenizerHash: await hashOfFile(tokenizer),
    said: { ...facts, ...defined(given) },
  };
}

type Json = Record<string, unknown>;
type ReadJson = (name: string) => Promise<Json | undefined>;

async function sentenceTransformer(json: ReadJson): Promise<Json> {
  const [config, tokenizer, lengths, prompts] = await Promise.all([
    json('config.json'),
    json('tokenizer_config.json'),
    json('sentence_bert_config.json'),
    json('config_sentence_transformers.json'),
  ]);
  const prompt = prompts?.prompts as Json | undefined;
  const positions = positive(config?.max_position_embeddings);
  const offset = OFFSET_POSITIONS.test(String(config?.model_type)) ? 2 : 0;
  // A tokenizer without a limit says 10^30.
  const limit = positive(tokenizer?.model_max_length);
  return {
    pooling: await poolingOf(json),
    maxTokens:
      positive(lengths?.max_seq_length) ??
      (limit !== undefined && limit < 1e6 ? limit : undefined) ??
      (positions === undefined ? undefined : positions - offset),
    queryPrefix: prompt?.query,
    passagePrefix: prompt?.passage ?? prompt?.document,
    padId: config?.pad_token_id,
  };
}

/** @throws FolderRefused where the model goes on after pooling, or pools otherwise, in a way that is not in its graph */
async function poolingOf(json: ReadJson): Promise<Pooling | undefined> {
  const modules = (await json('modules.json')) as unknown as { type?: string; path?: string }[] | undefined;
  const kinds = Array.isArray(modules) ? modules.map(({ type = '' }) => type.split('.').at(-1) ?? '') : [];
  const further = kinds.find((kind) => !['Transformer', 'Pooling', 'Normalize'].includes(kind));
  if (further !== undefined) {
    throw new FolderRefused(
      `The model has a module "${further}", which is not known here. Export it to ONNX as a whole, with the output sentence_embedding, and leave modules.json out.`,
    );
  }
  const pooling = await json('1_Pooling/config.json');
  if (!pooling) return undefined;
  if (pooling.pooling_mode_cls_token === true) return 'CLS';
  if (pooling.pooling_mode_mean_tokens === true) return 'MEAN';
  throw new FolderRefused(
    'The model pools otherwise than by the mean or the first token, which is not known here.',
  );
}

async function readJson(
  folder: string,
  name: string,
  permitted: PermittedFolders,
): Promise<Json | undefined> {
  const path = await permitted.file(folder, name);
  if (path === undefined) return undefined;
  try {
    const value = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    throw new FolderRefused(`${folder}/${name} is not JSON.`);
  }
}

const positive = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

function defined(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
