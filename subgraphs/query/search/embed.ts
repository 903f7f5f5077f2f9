import type { ModelSpec } from '../../../lib/embedding/model-spec.ts';
import { MODEL_MISMATCH } from '../../../lib/embedding/text-embedder.ts';
import { PartRejected, PartUnavailable, userError } from '../../../lib/errors.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import { hasExamples } from '../aim/aim.ts';
import { aimedVector, vectorsOfExamples } from '../aim/aim-vector.ts';
import { pictureVectors } from '../images/embed-picture.ts';
import type { PassageReader } from '../pages/passages.ts';
import type { Embedded } from './candidates.ts';
import type { Stage } from './pipeline.ts';
import type { SearchRequest } from './request.ts';
import type { Sources } from './sources.ts';

/**
 * Makes the vector that the search looks near to, by each model that the collections were indexed with: of the text, of what
 * else the search aims at, or of both. Where the text cannot be embedded (the server is away, refuses, or has the model no
 * more) SEMANTIC fails, and HYBRID goes by keywords alone and says so.
 */
export function embed(sources: Sources, reader: PassageReader): Stage<SearchRequest, Embedded> {
  return {
    name: 'embed',
    async run(request) {
      if (request.mode === 'KEYWORD') return { request, notes: request.doubts, vectors: new Map() };
      if (request.mode === 'IMAGE') {
        return { request, notes: request.doubts, vectors: await pictureVectors(request, sources) };
      }
      const models = modelsOf(request);
      const notes = [...request.doubts];
      const vectors = new Map<string, Float32Array>();
      const by = await aiming(request, reader, sources);
      await Promise.all(
        [...models].map(async ([key, { model, collections }]) => {
          try {
            vectors.set(key, await by(model));
          } catch (error) {
            const ofThePart = error instanceof PartUnavailable || error instanceof PartRejected;
            if (!ofThePart) throw error;
            if (request.mode === 'SEMANTIC') throw forSemantic(error);
            const what = models.size === 1 ? 'Answered' : `${collections.join(', ')}: answered`;
            notes.push(`${what} by keywords alone: ${error.message}`);
          }
        }),
      );
      return { request, notes: notes.sort(), vectors };
    },
  };
}

/**
 * Makes the vector that a search looks near to by a model; what it takes of the documents that the search names is read once.
 * @throws PartUnavailable, PartRejected where the text cannot be embedded; DOCUMENT_NOT_FOUND
 */
export async function aiming(
  { text, aim }: SearchRequest,
  reader: PassageReader,
  sources: Pick<Sources, 'embed' | 'vectors'>,
): Promise<(model: ModelSpec) => Promise<Float32Array>> {
  const [like, unlike] = await Promise.all([
    vectorsOfExamples(aim?.like ?? [], reader, sources),
    vectorsOfExamples(aim?.unlike ?? [], reader, sources),
  ]);
  return async (model) => {
    const own = aim?.vector ?? (text === '' ? undefined : await sources.embed(model, text));
    return aim && hasExamples(aim) ? aimedVector(own, like, unlike) : (own as Float32Array);
  };
}

/** The different models of the collections that are searched, with the collections' names. */
function modelsOf({ targets }: SearchRequest): Map<string, { model: ModelSpec; collections: string[] }> {
  const models = new Map<string, { model: ModelSpec; collections: string[] }>();
  for (const { collection } of targets) {
    const { model } = collection.view;
    const known = models.get(modelKey(model)) ?? { model, collections: [] };
    known.collections.push(collection.name);
    models.set(modelKey(model), known);
  }
  return models;
}

function forSemantic(error: Error): Error {
  const mismatch = error instanceof PartRejected && error.code === MODEL_MISMATCH;
  if (!mismatch) return error;
  return userError.conflict(
    MODEL_MISMATCH,
    'input.collections',
    `${error.message} Until then, search with mode KEYWORD.`,
  );
}
