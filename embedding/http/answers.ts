import type { ModelCard } from '../models/model-card.ts';
import type { Embedded } from '../scheduling/waiting.ts';

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

/** Its float32 values in little-endian order. */
export function base64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

/** A model in OpenAI's shape, and what its vectors are. */
export function modelAnswer(card: ModelCard, isDefault: boolean) {
  return {
    id: card.name,
    object: 'model',
    created: 0,
    owned_by: 'kitegraph',
    default: isDefault,
    version: card.version,
    dimensions: card.dimensions,
    max_tokens: card.maxTokens,
    pooling: card.pooling,
    query_prefix: card.queryPrefix,
    passage_prefix: card.passagePrefix,
    languages: card.languages,
    license: card.license,
    hash: card.hash,
  };
}
