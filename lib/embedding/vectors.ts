import { PartRejected } from '../errors.ts';
import { PART } from './transport.ts';

/**
 * The vectors of an answer of `/v1/embeddings`, in the order of the texts: lists of numbers, or base64 of float32 in
 * little-endian order.
 * @throws PartRejected where the answer is not of this shape, or not one vector for each text
 */
export function vectorsOf(body: unknown, texts: number): Float32Array[] {
  const items = (body as { data?: unknown })?.data;
  if (!Array.isArray(items) || items.length !== texts) {
    throw malformed(`${Array.isArray(items) ? items.length : 'no'} vectors for ${texts} texts`);
  }
  const vectors: Float32Array[] = [];
  items.forEach((item, place) => {
    // Servers may answer in another order and say so.
    const index = item?.index ?? place;
    const vector = vectorOf(item?.embedding);
    if (!vector.every(Number.isFinite)) throw malformed(`vector ${index} has a value that is no number`);
    vectors[index] = vector;
  });
  for (let i = 0; i < texts; i++) if (!vectors[i]) throw malformed(`no vector for text ${i}`);
  return vectors;
}

function vectorOf(embedding: unknown): Float32Array {
  if (typeof embedding === 'string') {
    const bytes = Buffer.from(embedding, 'base64');
    // Copied: a Buffer's own memory need not begin at a multiple of four.
    return new Float32Array(Uint8Array.from(bytes).buffer, 0, Math.floor(bytes.length / 4));
  }
  // JSON has no NaN: it comes as null, which must not become 0.
  if (Array.isArray(embedding)) return Float32Array.from(embedding, (value) => value ?? Number.NaN);
  throw malformed('a vector is neither a list nor base64');
}

function malformed(detail: string): PartRejected {
  return new PartRejected(PART, 'MALFORMED_ANSWER', `its answer cannot be used: ${detail}`);
}
