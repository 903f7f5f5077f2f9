import { PartRejected, PartUnavailable, userError } from '../../../lib/errors.ts';
import type { Embedded } from './candidates.ts';
import type { Stage } from './pipeline.ts';
import type { SearchRequest } from './request.ts';
import type { Sources } from './sources.ts';

/**
 * Turns the text into a vector. Where that cannot be done (the service is away, refuses, or has another model than the
 * collections were indexed with) SEMANTIC fails, and HYBRID goes by keywords alone and says so.
 */
export function embed(sources: Sources): Stage<SearchRequest, Embedded> {
  return {
    name: 'embed',
    async run(request) {
      const withVector = (vector?: Float32Array, notes: string[] = []) => ({ request, notes, vector });
      if (request.mode === 'KEYWORD') return withVector();
      try {
        const vector = await sources.embed(request.text);
        const mismatch = modelMismatch(request, sources);
        if (!mismatch) return withVector(vector);
        if (request.mode === 'SEMANTIC') {
          throw userError.conflict(
            'MODEL_MISMATCH',
            'input.collections',
            `${mismatch} Search with mode KEYWORD.`,
          );
        }
        return withVector(undefined, [`Answered by keywords alone: ${mismatch}`]);
      } catch (error) {
        const ofThePart = error instanceof PartUnavailable || error instanceof PartRejected;
        if (request.mode === 'SEMANTIC' || !ofThePart) throw error;
        return withVector(undefined, [`Answered by keywords alone: ${error.message}`]);
      }
    },
  };
}

/** Vectors of different models are never compared. */
function modelMismatch({ targets }: SearchRequest, { model }: Sources): string | undefined {
  const needed = targets[0].collection.view.spec.model;
  const offered = model();
  if (offered.name === needed.name && offered.version === needed.version) return undefined;
  return (
    `indexed with the model ${needed.name} (${needed.version}), but the embedding service offers ` +
    `${offered.name} (${offered.version}).`
  );
}
