import type { E5Weights } from './e5-weights.ts';
import { OnnxGraph, TYPE } from './onnx.ts';

/** ONNX Runtime's own operators, among them the ones that multiply by weights of few bits. */
const MICROSOFT = 'com.microsoft';
/** Activations are quantised to int8 within a block of 32, so a text's vector does not depend on its batch. */
const INT8_ACTIVATIONS = 4;

/**
 * The encoder of multilingual-e5-small (12 BERT layers, post-norm) with mean pooling over the attention mask and L2
 * normalisation inside the graph.
 *
 * @param multiply how the matrices are multiplied by, @default weights of 8 bits
 *
 * In: `input_ids`, `attention_mask` int64 `[batch, sequence]`. Out: `sentence_embedding` float32 `[batch, 384]`, of
 * length 1.
 */
export function e5Graph(weights: E5Weights, multiply: Multiply = multiplyEightBit): Buffer {
  const graph = new OnnxGraph('e5s');
  const { hidden, layers } = weights.shape;
  let states = embeddings(graph, weights);
  graph.node('Cast', ['attention_mask'], 'mask32', { to: TYPE.int32 });
  for (let layer = 0; layer < layers; layer++) {
    states = encoderLayer(graph, weights, { layer: `l${layer}.`, input: states, multiply });
  }
  meanPool(graph, states);
  return graph.encode({
    inputs: ['input_ids', 'attention_mask'].map((name) => ({ name, type: TYPE.int64, shape: ['b', 's'] })),
    outputs: [{ name: 'sentence_embedding', type: TYPE.float, shape: ['b', hidden] }],
    operatorSets: [
      ['', 21],
      [MICROSOFT, 1],
    ],
  });
}

/** Word + position + segment embeddings, normalised. */
function embeddings(graph: OnnxGraph, weights: E5Weights): string {
  const { hidden, vocabulary, positions } = weights.shape;
  const words = weights.fourBit('emb.word', vocabulary, hidden);
  // This operator reads signed nibbles: flipping the top bit takes 8 off.
  const signed = words.nibbles.map((pair) => pair ^ 0x88);
  graph.constant('emb.word', TYPE.int4, [vocabulary, hidden], signed);
  graph.constant('emb.scale', TYPE.float, [vocabulary, hidden / 32], bytesOf(words.scales));
  graph.node(
    'GatherBlockQuantized',
    ['emb.word', 'input_ids', 'emb.scale'],
    'we',
    { gather_axis: 0, quantize_axis: 1, block_size: 32 },
    MICROSOFT,
  );
  // Every token is of segment 0, so its embedding is added to each position once and for all.
  const segment = weights.floats('emb.type').subarray(0, hidden);
  const position = weights.floats('emb.pos').map((value, i) => value + (segment[i % hidden] as number));
  graph.constant('emb.pos', TYPE.float, [positions, hidden], bytesOf(position));
  graph.node('Shape', ['input_ids'], 'sl', { start: 1, end: 2 });
  indexes(graph, 'c0', 0);
  indexes(graph, 'ax0', 0);
  graph.node('Slice', ['emb.pos', 'c0', 'sl', 'ax0'], 'pe');
  graph.node('Add', ['we', 'pe'], 'x0');
  return layerNorm(graph, weights, 'x0', 'emb.ln', 'x');
}

/** Self-attention, then the feed-forward part, each with its residual and its norm. Returns the output's name. */
function encoderLayer(
  graph: OnnxGraph,
  weights: E5Weights,
  { layer, input, multiply }: { layer: string; input: string; multiply: Multiply },
): string {
  const { hidden, heads, feedForward } = weights.shape;
  multiply(graph, weights, input, `${layer}q`, hidden, hidden, `${layer}Q`);
  multiply(graph, weights, input, `${layer}k`, hidden, hidden, `${layer}K`);
  multiply(graph, weights, input, `${layer}v`, hidden, hidden, `${layer}V`);
  graph.node(
    'MultiHeadAttention',
    [`${layer}Q`, `${layer}K`, `${layer}V`, '', 'mask32'],
    `${layer}A`,
    { num_heads: heads },
    MICROSOFT,
  );
  multiply(graph, weights, `${layer}A`, `${layer}ao`, hidden, hidden, `${layer}AO`);
  graph.node('Add', [input, `${layer}AO`], `${layer}r1`);
  const attended = layerNorm(graph, weights, `${layer}r1`, `${layer}aln`, `${layer}x1`);
  multiply(graph, weights, attended, `${layer}fi`, feedForward, hidden, `${layer}F`);
  graph.node('Gelu', [`${layer}F`], `${layer}G`, {}, MICROSOFT);
  multiply(graph, weights, `${layer}G`, `${layer}fo`, hidden, feedForward, `${layer}FO`);
  graph.node('Add', [attended, `${layer}FO`], `${layer}r2`);
  return layerNorm(graph, weights, `${layer}r2`, `${layer}oln`, `${layer}x2`);
}

/** The mean of the token states that the mask keeps, scaled to length 1. */
function meanPool(graph: OnnxGraph, states: string): void {
  indexes(graph, 'c1', 1);
  indexes(graph, 'cm1', -1);
  graph.constant('eps9', TYPE.float, [], bytesOf(new Float32Array([1e-9])));
  graph.node('Cast', ['attention_mask'], 'mf', { to: TYPE.float });
  graph.node('Unsqueeze', ['mf', 'cm1'], 'mu');
  graph.node('Mul', [states, 'mu'], 'xm');
  graph.node('ReduceSum', ['xm', 'c1'], 'xs', { keepdims: 0 });
  graph.node('ReduceSum', ['mf', 'c1'], 'ms', { keepdims: 1 });
  graph.node('Div', ['xs', 'ms'], 'xp');
  graph.node('ReduceL2', ['xp', 'cm1'], 'nl', { keepdims: 1 });
  graph.node('Max', ['nl', 'eps9'], 'nl2');
  graph.node('Div', ['xp', 'nl2'], 'sentence_embedding');
}

function layerNorm(
  graph: OnnxGraph,
  weights: E5Weights,
  input: string,
  name: string,
  output: string,
): string {
  const epsilon = { float: weights.shape.layerNormEpsilon };
  const parameters = [`${name}.w`, `${name}.b`].map((part) => vector(graph, weights, part));
  return graph.node('LayerNormalization', [input, ...parameters], output, { axis: -1, epsilon });
}

/** Adds `output = input × weightᵀ + bias` to the graph, the weight being `[rows, columns]`. */
export type Multiply = (
  graph: OnnxGraph,
  weights: E5Weights,
  input: string,
  name: string,
  rows: number,
  columns: number,
  output: string,
) => void;

/**
 * By weights in blocks of 32, 8 bits each: the 16 values that the file's 4 bits stand for are among their 256. The vectors
 * are the same, and integers of 8 bits need not be unpacked before each product.
 */
const multiplyEightBit: Multiply = (graph, weights, input, name, rows, columns, output) => {
  const { nibbles, scales } = weights.fourBit(`${name}.w`, rows, columns);
  const bytes = new Uint8Array(rows * columns);
  for (let i = 0; i < bytes.length; i++) {
    const pair = nibbles[i >> 1] as number;
    // Both count from the middle of their range.
    bytes[i] = (i % 2 === 0 ? pair & 0x0f : pair >> 4) - 8 + 128;
  }
  graph.constant(`${name}.w`, TYPE.uint8, [rows, columns / 32, 32], bytes);
  graph.constant(`${name}.s`, TYPE.float, [scales.length], bytesOf(scales));
  vector(graph, weights, `${name}.b`);
  graph.node(
    'MatMulNBits',
    [input, `${name}.w`, `${name}.s`, '', '', `${name}.b`],
    output,
    { K: columns, N: rows, bits: 8, block_size: 32, accuracy_level: INT8_ACTIVATIONS },
    MICROSOFT,
  );
};

function vector(graph: OnnxGraph, weights: E5Weights, name: string): string {
  const values = weights.floats(name);
  return graph.constant(name, TYPE.float, [values.length], bytesOf(values));
}

function indexes(graph: OnnxGraph, name: string, value: number): string {
  return graph.constant(name, TYPE.int64, [1], bytesOf(new BigInt64Array([BigInt(value)])));
}

function bytesOf(values: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
