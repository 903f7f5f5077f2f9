import type { Multiply } from '../../setup/models/e5-graph.ts';
import type { E5Weights } from '../../setup/models/e5-weights.ts';
import { type OnnxGraph, TYPE } from '../../setup/models/onnx.ts';

const BLOCK = 32;

/** By the weights in 4-bit blocks, as the file has them. */
export const multiplyFourBitWeights: Multiply = (graph, weights, input, name, rows, columns, output) => {
  const { nibbles, scales } = weights.fourBit(`${name}.w`, rows, columns);
  graph.constant(`${name}.w`, TYPE.uint8, [rows, columns / BLOCK, BLOCK / 2], nibbles);
  graph.constant(`${name}.s`, TYPE.float, [scales.length], bytesOf(scales));
  const bias = weights.floats(`${name}.b`);
  graph.constant(`${name}.b`, TYPE.float, [bias.length], bytesOf(bias));
  const attributes = { K: columns, N: rows, bits: 4, block_size: BLOCK, accuracy_level: 4 };
  const inputs = [input, `${name}.w`, `${name}.s`, '', '', `${name}.b`];
  graph.node('MatMulNBits', inputs, output, attributes, 'com.microsoft');
};

/**
 * By 8-bit weights with a scale for each output, and activations quantised to 8 bits over the whole batch while it runs:
 * products of integers (ONNX Runtime makes one operation of these five).
 */
export const multiplyEightBitProducts: Multiply = (graph, weights, input, name, rows, columns, output) => {
  const floats = floatWeights(weights, name, rows, columns);
  const quantised = new Int8Array(rows * columns);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const own = floats.subarray(row * columns, (row + 1) * columns);
    const scale = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127 || 1;
    scales[row] = scale;
    own.forEach((value, column) => {
      quantised[column * rows + row] = Math.round(value / scale);
    });
  }
  graph.constant(`${name}.w`, TYPE.int8, [columns, rows], new Uint8Array(quantised.buffer));
  graph.constant(`${name}.s`, TYPE.float, [rows], bytesOf(scales));
  graph.nodeOf('DynamicQuantizeLinear', [input], [`${output}.q`, `${output}.qs`, `${output}.qz`]);
  graph.node('MatMulInteger', [`${output}.q`, `${name}.w`, `${output}.qz`], `${output}.i`);
  graph.node('Cast', [`${output}.i`], `${output}.f`, { to: TYPE.float });
  graph.node('Mul', [`${output}.qs`, `${name}.s`], `${output}.sc`);
  graph.node('Mul', [`${output}.f`, `${output}.sc`], `${output}.m`);
  addBias(graph, weights, name, `${output}.m`, output);
};

/** By the same weights as float32. */
export const multiplyFloat: Multiply = (graph, weights, input, name, rows, columns, output) => {
  const floats = floatWeights(weights, name, rows, columns);
  const transposed = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      transposed[column * rows + row] = floats[row * columns + column] as number;
    }
  }
  graph.constant(`${name}.w`, TYPE.float, [columns, rows], bytesOf(transposed));
  graph.node('MatMul', [input, `${name}.w`], `${output}.m`);
  addBias(graph, weights, name, `${output}.m`, output);
};

function addBias(graph: OnnxGraph, weights: E5Weights, name: string, input: string, output: string) {
  const bias = weights.floats(`${name}.b`);
  graph.constant(`${name}.b`, TYPE.float, [bias.length], bytesOf(bias));
  graph.node('Add', [input, `${name}.b`], output);
}

/** The weights that the 4 bits stand for, `[rows × columns]`. */
function floatWeights(weights: E5Weights, name: string, rows: number, columns: number): Float32Array {
  const { nibbles, scales } = weights.fourBit(`${name}.w`, rows, columns);
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const pair = nibbles[i >> 1] as number;
    const nibble = i % 2 === 0 ? pair & 0x0f : pair >> 4;
    return (nibble - 8) * (scales[Math.floor(i / BLOCK)] as number);
  });
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
