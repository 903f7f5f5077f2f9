import { createHash } from 'node:crypto';
import type { Cache } from '../../../lib/cache/tiers.ts';
import type { Hit } from '../../../lib/milvus/search.ts';
import { presentVector, vectorOfBase64 } from '../../../lib/vector.ts';
import { unit } from '../search/cosine.ts';
import type { ViewQuestion } from '../search/sources.ts';

/** What a search by vector found, and for which vector: of length 1, as base64 of its 32-bit floats. */
export interface NearAnswer {
  vector: string;
  hits: Hit[];
}

/** @param changes the state of the view (`ViewEntry.changes`) */
export type AskByVector = (question: ViewQuestion, vector: Float32Array, changes: number) => Promise<Hit[]>;

/** A component of a vector of length 1 lies within 1 of 0, and most within a tenth. */
const STEP = 0.02;
/** What the rounding of 32-bit floats can do to a cosine. */
const ROUNDING = 1e-6;

/**
 * Lets a search by vector share what one by nearly the same vector has found: both have the same fingerprint, that of their
 * components in steps, and it is verified that the answer would be the same (`answersAlso`).
 */
export function nearQueries(ask: AskByVector, kept: Pick<Cache<NearAnswer>, 'get' | 'set'>): AskByVector {
  return async (question, vector, changes) => {
    const direction = unit(vector);
    const steps = Int8Array.from(direction, (component) => Math.round(component / STEP));
    const key = createHash('sha256')
      .update(JSON.stringify([question, changes]))
      .update(steps)
      .digest('base64url');
    const known = (await kept.get(key))?.value;
    if (known && answersAlso(known, direction, question)) return known.hits;
    const hits = await ask(question, vector, changes);
    void kept.set(key, { vector: presentVector(direction), hits });
    return hits;
  };
}

/**
 * Whether a search by this vector would give the same documents in the same order. With d the distance of the two vectors,
 * no cosine with a passage differs by more than d: so where all scores are further apart than 2 d, the order is the same.
 * What stands behind the last hit is not known, so nothing may stand there; and a graph may miss by one vector what it finds
 * by another, so its answers are shared among equal vectors only.
 */
export function answersAlso(
  { vector, hits }: NearAnswer,
  direction: Float32Array,
  { limit, ef }: Pick<ViewQuestion, 'limit' | 'ef'>,
): boolean {
  if (vector === presentVector(direction)) return true;
  if (ef !== undefined || hits.length === limit) return false;
  const other = vectorOfBase64(vector);
  const apart =
    2 * Math.hypot(...direction.map((component, n) => component - (other[n] as number))) + ROUNDING;
  return hits.every(({ score }, n) => n === 0 || (hits[n - 1] as Hit).score - score > apart);
}
