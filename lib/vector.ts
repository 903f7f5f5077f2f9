import { userError } from './errors.ts';

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/**
 * A vector out of a client's input: a list of finite numbers, or base64 of float32 in little-endian order.
 * @throws BAD_USER_INPUT with the place
 */
export function parseVector(value: unknown, dimensions: number, path: string): Float32Array {
  const vector = typeof value === 'string' ? fromBase64(value, path) : fromList(value, path);
  if (vector.length !== dimensions) {
    throw userError.badInput(
      path,
      `has ${vector.length} components; those of the collection's model have ${dimensions}.`,
    );
  }
  if (!vector.every(Number.isFinite)) throw userError.badInput(path, 'has components that are not finite.');
  if (vector.every((component) => component === 0)) {
    throw userError.badInput(path, 'is zero everywhere: it lies in no direction, so nothing is near it.');
  }
  return vector;
}

/** A vector as clients get it, and caches keep it: base64 of float32 in little-endian order. */
export function presentVector(vector: Float32Array): string {
  return bytesOfVectors([vector]).toString('base64');
}

/** Vectors one after another, as float32 in little-endian order. */
export function bytesOfVectors(vectors: readonly Float32Array[]): Buffer {
  const bytes = Buffer.alloc(4 * vectors.reduce((sum, vector) => sum + vector.length, 0));
  let at = 0;
  for (const vector of vectors) {
    for (const component of vector) at = bytes.writeFloatLE(component, at);
  }
  return bytes;
}

/** The vectors that lie in these bytes. */
export function vectorsOfBytes(bytes: Buffer, dimensions: number): Float32Array[] {
  const count = bytes.length / (4 * dimensions);
  return Array.from({ length: count }, (_, index) =>
    Float32Array.from({ length: dimensions }, (_component, place) =>
      bytes.readFloatLE(4 * (index * dimensions + place)),
    ),
  );
}

/** The vector of such a text. */
export function vectorOfBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return vectorsOfBytes(bytes, Math.max(1, bytes.length / 4))[0] ?? new Float32Array();
}

function fromBase64(text: string, path: string): Float32Array {
  if (!BASE64.test(text)) throw userError.badInput(path, 'is no base64.');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 4 !== 0) {
    throw userError.badInput(path, `has ${bytes.length} bytes, which is no whole number of float32.`);
  }
  return vectorOfBase64(text);
}

function fromList(value: unknown, path: string): Float32Array {
  if (!Array.isArray(value)) {
    throw userError.badInput(path, 'must be a list of numbers, or a text in base64.');
  }
  const wrong = value.findIndex((component) => typeof component !== 'number');
  if (wrong >= 0) throw userError.badInput(`${path}[${wrong}]`, 'must be a number.');
  return Float32Array.from(value as number[]);
}
