import { OnnxGraph, TYPE } from './onnx.ts';
import type { Tensor } from './torch-weights.ts';

type Weights = ReadonlyMap<string, Tensor>;

const BLOCKS = 16;
/** The blocks that halve the width and height; all others, and the head, keep them. */
const HALVING = new Set([1, 3, 5, 11]);
const EPSILON = 1e-3;
const FEATURES = 1280;

/**
 * EfficientNet-Lite0 without its classifier: batch normalisation is a part of the convolutions, the activation is ReLU6.
 *
 * In: `pixel_values` float32 `[batch, 3, 224, 224]`, red, green and blue, each (x / 255 - 0.498) / 0.502. Out: `image_embeds`
 * float32 `[batch, 1280]`, the mean of the last features over the picture, of any length.
 */
export function efficientNetGraph(weights: Weights): Buffer {
  const graph = new OnnxGraph('efficientnet-lite0');
  graph.constant('lowest', TYPE.float, [], bytesOf(Float32Array.of(0)));
  graph.constant('highest', TYPE.float, [], bytesOf(Float32Array.of(6)));
  const layer = layers(graph, weights);
  let states = layer({ input: 'pixel_values', name: '_conv_stem', norm: '_bn0', stride: 2, active: true });
  for (let block = 0; block < BLOCKS; block++) {
    const at = `_blocks.${block}.`;
    const expands = weights.has(`${at}_expand_conv.weight`);
    const stride = HALVING.has(block) ? 2 : 1;
    const wide = expands
      ? layer({ input: states, name: `${at}_expand_conv`, norm: `${at}_bn0`, stride: 1, active: true })
      : states;
    const deep = layer({
      input: wide,
      name: `${at}_depthwise_conv`,
      norm: `${at}_bn1`,
      stride,
      active: true,
    });
    const narrow = layer({
      input: deep,
      name: `${at}_project_conv`,
      norm: `${at}_bn2`,
      stride: 1,
      active: false,
    });
    const channels = (name: string, axis: number) => weights.get(`${at}${name}.weight`)?.shape[axis];
    const same = expands && stride === 1 && channels('_expand_conv', 1) === channels('_project_conv', 0);
    states = same ? graph.node('Add', [states, narrow], `${at}sum`) : narrow;
  }
  const head = layer({ input: states, name: '_conv_head', norm: '_bn1', stride: 1, active: true });
  graph.node('GlobalAveragePool', [head], 'pooled');
  graph.node('Flatten', ['pooled'], 'image_embeds', { axis: 1 });
  return graph.encode({
    inputs: [{ name: 'pixel_values', type: TYPE.float, shape: ['b', 3, 224, 224] }],
    outputs: [{ name: 'image_embeds', type: TYPE.float, shape: ['b', FEATURES] }],
    operatorSets: [['', 17]],
  });
}

interface Layer {
  input: string;
  name: string;
  norm: string;
  stride: number;
  active: boolean;
}

/** Adds convolutions with their normalisation, and the activation where it is asked for. */
function layers(graph: OnnxGraph, weights: Weights) {
  const floats = (name: string) => (weights.get(name) as Tensor).values;
  return ({ input, name, norm, stride, active }: Layer): string => {
    const { shape, values } = weights.get(`${name}.weight`) as Tensor;
    const [outputs = 0, inputs = 0, size = 0] = shape;
    const [scale, shift, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((part) =>
      floats(`${norm}.${part}`),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const factors = scale.map((value, i) => value / Math.sqrt((variance[i] as number) + EPSILON));
    const each = values.length / outputs;
    const scaled = values.map((value, i) => value * (factors[Math.floor(i / each)] as number));
    const bias = shift.map((value, i) => value - (mean[i] as number) * (factors[i] as number));
    graph.constant(`${name}.w`, TYPE.float, shape, bytesOf(scaled));
    graph.constant(`${name}.b`, TYPE.float, [outputs], bytesOf(bias));
    const group = name.endsWith('_depthwise_conv') && inputs === 1 ? outputs : 1;
    const made = graph.node('Conv', [input, `${name}.w`, `${name}.b`], `${name}.y`, {
      kernel_shape: [size, size],
      strides: [stride, stride],
      auto_pad: 'SAME_UPPER',
      group,
    });
    return active ? graph.node('Clip', [made, 'lowest', 'highest'], `${name}.a`) : made;
  };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
