import type { Kind, ModelCard } from '../model-card.ts';
import type { Embedded } from '../scheduling/waiting.ts';
import { apiError } from './api-error.ts';

/** The body of POST /v1/embeddings, checked. */
export interface EmbeddingsRequest {
  texts: string[];
  kind: Kind;
  format: 'float' | 'base64';
}

/** Texts in one request, as at OpenAI. */
export const MOST_TEXTS = 2048;

/**
 * Reads the body of OpenAI's "create embeddings". Ours is `input_type` (`query` or `passage`, which is the default).
 * An empty text is taken: its vector is that of the prefix alone.
 * @throws ApiError that names the parameter
 */
export function parseEmbeddingsRequest(body: Record<string, unknown>, card: ModelCard): EmbeddingsRequest {
  const { input, model, dimensions, encoding_format: format = 'float', input_type: kind = 'passage' } = body;
  if (model !== undefined && model !== null && model !== card.name) {
    throw apiError.unknownModel(String(model), card.name);
  }
  if (dimensions !== undefined && dimensions !== null && dimensions !== card.dimensions) {
    throw apiError.invalid('dimensions', `the vectors of ${card.name} have ${card.dimensions} dimensions.`);
  }
  if (format !== 'float' && format !== 'base64') {
    throw apiError.invalid('encoding_format', 'must be "float" or "base64".');
  }
  if (kind !== 'query' && kind !== 'passage') {
    throw apiError.invalid('input_type', 'must be "query" or "passage".');
  }
  return { texts: parseTexts('input', input), kind, format };
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

/** The answer in OpenAI's shape; as base64 a vector is its float32 values in little-endian order. */
export function embeddingsAnswer(embedded: Embedded[], format: 'float' | 'base64', card: ModelCard) {
  const tokens = embedded.reduce((sum, text) => sum + text.tokens, 0);
  return {
    object: 'list',
    data: embedded.map(({ vector }, index) => ({
      object: 'embedding',
      index,
      embedding: format === 'base64' ? base64(vector) : Array.from(vector),
    })),
    model: card.name,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function base64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}
