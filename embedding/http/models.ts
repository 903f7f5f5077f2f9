import type { ModelCard } from '../model-card.ts';

/** A model in OpenAI's shape, and what its vectors are: their dimensions, the tokens read, the version. */
export function modelAnswer(card: ModelCard) {
  return {
    id: card.name,
    object: 'model',
    created: 0,
    owned_by: 'kitegraph',
    dimensions: card.dimensions,
    max_tokens: card.maxTokens,
    version: card.version,
  };
}
