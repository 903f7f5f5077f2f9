import type { EmbeddingModel } from './model.ts';
import type { Loaded } from './protocol.ts';
import type { TextTokenizer } from './tokenizer.ts';

const SHORT = 'A harmless text.';
const LONG = 'Another text, which is a good deal longer than the first: 37 apples, 12 pears, and 一些中文.';
/** Where one cosine of the same text, alone and in a batch, is below, the batch is part of the vector. */
const SAME = 0.99999;

/**
 * Embeds two harmless texts to see what comes: how many dimensions, and whether a vector depends on what else is in the
 * batch, as it does where activations are quantised over all of it.
 * @throws Error where nothing usable comes
 */
export async function tryModel(
  model: EmbeddingModel,
  tokenizer: TextTokenizer,
  alone: boolean | undefined,
): Promise<Loaded> {
  const [short, long] = [tokenizer.encode('', SHORT), tokenizer.encode('', LONG)];
  const vector = await model.embed([short]);
  if (!vector.every(Number.isFinite)) throw new Error('the model answers values that are no numbers');
  const facts = { dimensions: vector.length, pooling: model.pooling };
  if (alone !== undefined) return { ...facts, alone };
  const together = (await model.embed([short, long])).subarray(0, vector.length);
  const cosine = vector.reduce((sum, value, i) => sum + value * (together[i] as number), 0);
  return { ...facts, alone: cosine < SAME };
}
