import type { Given } from '../models/folder.ts';
import type { Asked } from '../models/library.ts';
import type { Kind, ModelCard } from '../models/model-card.ts';
import { apiError } from './api-error.ts';

/** The body of POST /v1/embeddings, checked as far as the model does not matter. */
export interface EmbeddingsRequest {
  asked: Asked;
  texts: string[];
  kind: Kind;
  format: 'float' | 'base64';
  dimensions: unknown;
}

/** Texts in one request, as at OpenAI. */
export const MOST_TEXTS = 2048;
const MOST_PREFIX = 1_000;
const MOST_TOKENS = 32_768;

/**
 * Reads the body of OpenAI's "create embeddings". Ours are `input_type` (`query` or `passage`, which is the default) and
 * `model_source` (a folder with the model). An empty text is taken: its vector is that of the prefix alone.
 * @throws ApiError that names the parameter
 */
export function parseEmbeddingsRequest(body: Record<string, unknown>): EmbeddingsRequest {
  const { input, dimensions, encoding_format: format = 'float', input_type: kind = 'passage' } = body;
  if (format !== 'float' && format !== 'base64') {
    throw apiError.invalid('encoding_format', 'must be "float" or "base64".');
  }
  if (kind !== 'query' && kind !== 'passage') {
    throw apiError.invalid('input_type', 'must be "query" or "passage".');
  }
  return { asked: parseAsked(body), texts: parseTexts('input', input), kind, format, dimensions };
}

/** @throws ApiError where the model has another size */
export function checkDimensions(asked: unknown, card: ModelCard): void {
  if (asked === undefined || asked === null || asked === card.dimensions) return;
  throw apiError.invalid('dimensions', `the vectors of ${card.name} have ${card.dimensions} dimensions.`);
}

/** Which model a body names: by `model`, or by `model_source`, an object with `folder` and what wins over it. */
export function parseAsked({ model, model_source: source }: Record<string, unknown>): Asked {
  const name = optional('model', model, 'string') as string | undefined;
  const { folder, pooling, query_prefix, passage_prefix, max_tokens } = (optional(
    'model_source',
    source,
    'object',
  ) ?? {}) as Record<string, unknown>;
  if (!source) return { model: name };
  if (typeof folder !== 'string') throw apiError.invalid('model_source.folder', 'must be a path.');
  if (pooling !== undefined && !['MEAN', 'CLS', 'NONE'].includes(pooling as string)) {
    throw apiError.invalid('model_source.pooling', 'must be "MEAN", "CLS" or "NONE".');
  }
  const prefix = (param: string, value: unknown) => {
    const text = optional(`model_source.${param}`, value, 'string') as string | undefined;
    if (text !== undefined && text.length > MOST_PREFIX) {
      throw apiError.invalid(`model_source.${param}`, `has more than ${MOST_PREFIX} characters.`);
    }
    return text;
  };
  const tokens = optional('model_source.max_tokens', max_tokens, 'number') as number | undefined;
  if (tokens !== undefined && !(Number.isInteger(tokens) && tokens >= 1 && tokens <= MOST_TOKENS)) {
    throw apiError.invalid('model_source.max_tokens', `must be from 1 to ${MOST_TOKENS}.`);
  }
  const given: Given = {
    pooling: pooling as Given['pooling'],
    queryPrefix: prefix('query_prefix', query_prefix),
    passagePrefix: prefix('passage_prefix', passage_prefix),
    maxTokens: tokens,
  };
  return { model: name, source: { folder, ...given } };
}

function optional(param: string, value: unknown, type: 'string' | 'number' | 'object'): unknown {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== type || Array.isArray(value))
    throw apiError.invalid(param, `must be of type ${type}.`);
  return value;
}

/** A text, or a list of one to {@link MOST_TEXTS} texts. */
export function parseTexts(param: string, input: unknown): string[] {
  const texts: unknown[] = Array.isArray(input) ? input : [input];
  if (texts.length === 0 || texts.length > MOST_TEXTS) {
    throw apiError.invalid(param, `must have 1 to ${MOST_TEXTS} texts, has ${texts.length}.`);
  }
  const wrong = texts.findIndex((text) => typeof text !== 'string');
  if (wrong >= 0) {
    const place = Array.isArray(input) ? `${param}[${wrong}]` : param;
    throw apiError.invalid(place, 'must be a text; lists of token ids are not taken.');
  }
  return texts as string[];
}
