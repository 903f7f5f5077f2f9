import { endianness } from 'node:os';
import { userError } from './errors.ts';

const BIG_ENDIAN = endianness() === 'BE';
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Between these, the square of a vector's length can be reckoned with as float32, as Milvus does for cosines. */
const SQUARES = { least: 1e-25, most: 1e25 };

/**
 * A vector out of a client's input: a list of finite numbers, or base64 of float32 in little-endian order. One that is very short or
 * very long is answered at length 1, in the same direction: its cosines would come out as 0.
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
  // Of components that are finite, as float32, the sum of the squares is so too.
  const length = squares(vector);
  if (!Number.isFinite(length)) throw userError.badInput(path, 'has components that are not finite.');
  if (length === 0) {
    throw userError.badInput(path, 'is zero everywhere: it lies in no direction, so nothing is near it.');
  }
  if (length >= SQUARES.least && length <= SQUARES.most) return vector;
  return vector.map((component) => component / Math.sqrt(length));
}

function squares(vector: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += (vector[at] as number) ** 2;
  return sum;
}

/** The components as a list. `Array.from` takes twice as long. */
export function componentsOf(vector: Float32Array): number[] {
  const components: number[] = [];
  for (let at = 0; at < vector.length; at++) components.push(vector[at] as number);
  return components;
}

/** A vector as clients get it, and caches keep it: base64 of float32 in little-endian order. */
export function presentVector(vector: Float32Array): string {
  return bytesOfVectors([vector]).toString('base64');
}

/** Vectors one after another, as float32 in little-endian order. */
export function bytesOfVectors(vectors: readonly Float32Array[]): Buffer {
  const bytes = Buffer.concat(
    vectors.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
  return BIG_ENDIAN ? bytes.swap32() : bytes;
}

/** The vectors that lie in these bytes. */
export function vectorsOfBytes(bytes: Buffer, dimensions: number): Float32Array[] {
  // A copy begins where a Float32Array may begin.
  const copy = new Uint8Array(bytes);
  if (BIG_ENDIAN) Buffer.from(copy.buffer).swap32();
  const count = bytes.length / (4 * dimensions);
  return Array.from(
    { length: count },
    (_, index) => new Float32Array(copy.buffer, 4 * index * dimensions, dimensions),
  );
}

/** The vector of such a text. */
export function vectorOfBase64(text: string): Float32Array {
  return vectorOfOne(Buffer.from(text, 'base64'));
}

function vectorOfOne(bytes: Buffer): Float32Array {
  return vectorsOfBytes(bytes, Math.max(1, bytes.length / 4))[0] ?? new Float32Array();
}

function fromBase64(text: string, path: string): Float32Array {
  if (!BASE64.test(text)) throw userError.badInput(path, 'is no base64.');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 4 !== 0) {
    throw userError.badInput(path, `has ${bytes.length} bytes, which is no whole number of float32.`);
  }
  return vectorOfOne(bytes);
}

function fromList(value: unknown, path: string): Float32Array {
  if (!Array.isArray(value)) {
    throw userError.badInput(path, 'must be a list of numbers, or a text in base64.');
  }
  const wrong = value.findIndex((component) => typeof component !== 'number');
  if (wrong >= 0) throw userError.badInput(`${path}[${wrong}]`, 'must be a number.');
  return Float32Array.from(value as number[]);
}
