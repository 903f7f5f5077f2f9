import type { Tensor } from 'onnxruntime-node';

/**
 * One vector a text out of one a token.
 * @param tokens float32 `[rows × length × dimensions]`
 * @param mask 1 for a token of the text, 0 for padding, `[rows × length]`
 * @returns `[rows × dimensions]`, of any length
 */
export function pool(tokens: Tensor, mask: BigInt64Array, how: 'MEAN' | 'CLS'): Float32Array {
  const [rows = 0, length = 0, dimensions = 0] = tokens.dims;
  const states = tokens.data as Float32Array;
  const vectors = new Float32Array(rows * dimensions);
  for (let row = 0; row < rows; row++) {
    const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    for (let token = 0; token < (how === 'CLS' ? 1 : length); token++) {
      if (mask[row * length + token] === 0n) continue;
      const from = (row * length + token) * dimensions;
      // The sum is as good as the mean: the vector is brought to length 1.
      for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] as number) + (states[from + i] as number);
    }
  }
  return vectors;
}

/** Brings each vector to length 1, in place; one of zeros stays. */
export function normalise(vectors: Float32Array, dimensions: number): Float32Array {
  for (let from = 0; from < vectors.length; from += dimensions) {
    const vector = vectors.subarray(from, from + dimensions);
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] as number) / length;
  }
  return vectors;
}
