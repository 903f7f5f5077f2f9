import { InferenceSession, Tensor } from 'onnxruntime-node';
import { normalise } from '../inference/pooling.ts';
import { loadTokenizer } from '../inference/tokenizer.ts';
import type { TextTower } from './protocol.ts';

/**
 * Loads a model that turns a picture into a vector: an input `pixel_values` and an output `image_embeds` (or one output of one
 * vector a picture), as exports of CLIP have them.
 * @throws Error where it is no such model
 */
export async function loadVision(weights: string, threads: number) {
  const session = await create(weights, threads);
  expectInputs(session, ['pixel_values']);
  const output = outputOf(session, 'image_embeds');
  return async (pixels: Float32Array, size: number): Promise<Float32Array> => {
    const feeds = { pixel_values: new Tensor('float32', pixels, [1, 3, size, size]) };
    return vectorIn((await session.run(feeds, [output]))[output] as Tensor);
  };
}

/**
 * Loads the model that turns a text into a vector of the same space: `input_ids` and, where it has it, `attention_mask`; an output
 * `text_embeds`.
 * @throws Error where it is no such model
 */
export async function loadText({ weights, tokenizer: path, maxTokens }: TextTower, threads: number) {
  const session = await create(weights, threads);
  expectInputs(session, ['input_ids', 'attention_mask']);
  const output = outputOf(session, 'text_embeds');
  const tokenizer = loadTokenizer(path, maxTokens);
  const length = fixedLength(session);
  return async (text: string): Promise<Float32Array> => {
    const ids = tokenizer.encode('', text);
    // Such models are padded with the mark that ends a text: the first one is where they look.
    const padded = Array.from({ length: length ?? ids.length }, (_, i) => ids[i] ?? (ids.at(-1) as number));
    const mask = padded.map((_, i) => (i < ids.length ? 1 : 0));
    const tensor = (values: number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const inputs: Record<string, Tensor> = { input_ids: tensor(padded), attention_mask: tensor(mask) };
    const feeds = Object.fromEntries(session.inputNames.map((name) => [name, inputs[name] as Tensor]));
    return vectorIn((await session.run(feeds, [output]))[output] as Tensor);
  };
}

const create = (weights: string, threads: number) =>
  InferenceSession.create(weights, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });

function expectInputs({ inputNames }: InferenceSession, known: string[]): void {
  const unknown = inputNames.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`the model wants the input "${unknown}"; known are ${known.join(', ')}`);
  }
}

function outputOf({ outputMetadata }: InferenceSession, name: string): string {
  const vectors = outputMetadata.filter((output) => output.isTensor && output.shape.length === 2);
  const found =
    vectors.find((output) => output.name === name) ?? (vectors.length === 1 ? vectors[0] : undefined);
  if (found) return found.name;
  throw new Error(`the model has no output "${name}", and not one single output that is a vector`);
}

/** The length of texts where the graph has it fixed. */
function fixedLength({ inputMetadata }: InferenceSession): number | undefined {
  const ids = inputMetadata.find(({ name }) => name === 'input_ids');
  const length = ids?.isTensor ? ids.shape[1] : undefined;
  return typeof length === 'number' && length > 0 ? length : undefined;
}

function vectorIn(tensor: Tensor): Float32Array {
  const vector = Float32Array.from(tensor.data as Float32Array);
  if (!vector.every(Number.isFinite)) throw new Error('the model answers values that are no numbers');
  return normalise(vector, vector.length);
}
