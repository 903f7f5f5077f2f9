import { seeded } from '../chaos/random.ts';

const DIMENSIONS = 384;
/** How fast the spread of the components falls from the first to the last. */
const FALL = 0.5;

/**
 * Vectors whose components have less and less to say, as the principal ones of embeddings of texts have: to find the nearest of them in a
 * graph takes as many candidates as it does among those (README.md). In clusters, or few dimensions, a graph finds them all at once.
 * @param seed which vectors
 */
export function vectorsOf(count: number, seed: number): Float32Array[] {
  const { next } = seeded(seed);
  const spread = Array.from({ length: DIMENSIONS }, (_, n) => (n + 1) ** -FALL);
  // The sum of three even ones is near enough to a normal distribution.
  return Array.from({ length: count }, () =>
    Float32Array.from(spread, (width) => width * (next() + next() + next() - 1.5)),
  );
}

/** As a request brings it. */
export function base64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}
