const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const bytesOfFloat = 4;

/** How long the vectors of a run are; the first one says it. */
export interface VectorLength {
  length?: number;
}

/**
 * A vector as it is sent: base64 of float32 in little-endian order.
 * @param value numbers, or base64 of such bytes, or (in a table) a text of numbers such as [0.1, 0.2]
 * @throws Error with what is wrong with it
 */
export function vectorOf(value: unknown, known: VectorLength): string {
  const vector = typeof value === 'string' ? fromText(value.trim()) : fromList(value);
  if (vector.length === 0) throw new Error('is an empty vector');
  const wrong = vector.findIndex((component) => !Number.isFinite(component));
  if (wrong >= 0) throw new Error(`is no vector: its component ${wrong} is not finite as float32`);
  known.length ??= vector.length;
  if (vector.length !== known.length) {
    throw new Error(`is a vector of ${vector.length} components, but those before it have ${known.length}`);
  }
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

function fromList(value: unknown): Float32Array {
  if (!Array.isArray(value)) throw new Error('is no vector: that is a list of numbers, or base64 of float32');
  const wrong = value.findIndex((component) => typeof component !== 'number');
  if (wrong >= 0) throw new Error(`is no vector: its component ${wrong} is no number`);
  return Float32Array.from(value as number[]);
}

function fromText(text: string): Float32Array {
  const [, list] = /^\[(.*)\]$/s.exec(text) ?? [];
  if (list !== undefined) {
    const components = list.trim().split(/\s*,\s*|\s+/);
    return fromList(components.map((component) => (component === '' ? undefined : Number(component))));
  }
  if (!base64.test(text)) throw new Error('is no vector: that is a list of numbers, or base64 of float32');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % bytesOfFloat !== 0) {
    throw new Error(`is no vector: its ${bytes.length} bytes are no whole number of float32`);
  }
  // A copy, since a small buffer lies at any place of a larger one, and floats only at multiples of four.
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
