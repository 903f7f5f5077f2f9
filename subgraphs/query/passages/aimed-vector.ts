import type { ModelSpec } from '../../../lib/embedding/model-spec.ts';
import { PartRejected, PartUnavailable } from '../../../lib/errors.ts';
import type { PassageReader } from '../pages/passages.ts';
import { aiming } from '../search/embed.ts';
import type { SearchRequest } from '../search/request.ts';
import { placeOfModel } from '../search/sentence-vectors.ts';
import type { Sources } from '../search/sources.ts';

/** The vector that a search looks near to by a model; undefined where it cannot be made now. */
export type AimedVector = (model: ModelSpec) => Promise<Float32Array | undefined>;

/** Makes each vector of a search once. */
export function aimedVector(request: SearchRequest, reader: PassageReader, sources: Sources): AimedVector {
  const made = new Map<string, Promise<Float32Array | undefined>>();
  let aim: ReturnType<typeof aiming> | undefined;
  return (model) => {
    const key = placeOfModel(model);
    aim ??= aiming(request, reader, sources);
    const vector = made.get(key) ?? aim.then((by) => by(model)).catch(undefinedWhereAway);
    made.set(key, vector);
    return vector;
  };
}

export function undefinedWhereAway(error: unknown): undefined {
  if (error instanceof PartUnavailable || error instanceof PartRejected) return undefined;
  throw error;
}
