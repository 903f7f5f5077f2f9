import { seeded } from '../chaos/random.ts';

const DIMENSIONS = 384;
const CENTRES = 200;
/** How far a vector lies from its centre, to the length of the centre. */
const SPREAD = 0.6;

/**
 * Vectors that lie in clusters, as those of texts do. The centres are always the same.
 * @param seed which vectors around them
 */
export function vectorsOf(count: number, seed: number): Float32Array[] {
  const random = seeded(0);
  const centres = Array.from({ length: CENTRES }, () => direction(random.next));
  const own = seeded(seed);
  return Array.from({ length: count }, () => {
    const centre = own.oneOf(centres);
    const away = direction(own.next);
    return centre.map((component, n) => component + SPREAD * (away[n] as number));
  });
}

/** About evenly over the sphere, of length 1. */
function direction(next: () => number): Float32Array {
  // The sum of three even ones is near enough to a normal distribution.
  const vector = Float32Array.from({ length: DIMENSIONS }, () => next() + next() + next() - 1.5);
  const length = Math.hypot(...vector);
  return vector.map((component) => component / length);
}

/** As a request brings it. */
export function base64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}
