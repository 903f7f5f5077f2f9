import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OnnxGraph, TYPE } from '../../setup/models/onnx.ts';

const DIMENSIONS = 16;
const SIDE = 32;
const VOCABULARY = 30_522;

/**
 * Writes a folder as an ONNX export of CLIP has it, with two towers of random weights: pictures by one convolution, texts by the
 * mean of their tokens.
 * @param tokenizer path of the tokenizer.json of BERT's vocabulary
 * @param o.length where texts have one fixed length in the graph
 */
export async function writeTinyClip(
  folder: string,
  tokenizer: string,
  o: { length?: number } = {},
): Promise<void> {
  await mkdir(join(folder, 'onnx'), { recursive: true });
  await writeFile(join(folder, 'onnx', 'vision_model.onnx'), visionTower());
  await writeFile(join(folder, 'onnx', 'text_model.onnx'), textTower(o.length));
  await copyFile(tokenizer, join(folder, 'tokenizer.json'));
  const config = {
    crop_size: { height: SIDE, width: SIDE },
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
  };
  await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify(config));
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({ text_config: { max_position_embeddings: 12 } }),
  );
}

function visionTower(): Buffer {
  const graph = new OnnxGraph('tiny-vision');
  graph.constant('w', TYPE.float, [DIMENSIONS, 3, 8, 8], random(DIMENSIONS * 3 * 64, 1));
  graph.node('Conv', ['pixel_values', 'w'], 'patches', { kernel_shape: [8, 8], strides: [8, 8] });
  graph.node('GlobalAveragePool', ['patches'], 'pooled');
  graph.node('Flatten', ['pooled'], 'image_embeds', { axis: 1 });
  return graph.encode({
    inputs: [{ name: 'pixel_values', type: TYPE.float, shape: ['b', 3, SIDE, SIDE] }],
    outputs: [
      { name: 'patches', type: TYPE.float, shape: ['b', DIMENSIONS, 4, 4] },
      { name: 'image_embeds', type: TYPE.float, shape: ['b', DIMENSIONS] },
    ],
    operatorSets: [['', 17]],
  });
}

function textTower(length: number | undefined): Buffer {
  const graph = new OnnxGraph('tiny-text');
  graph.constant('words', TYPE.float, [VOCABULARY, DIMENSIONS], random(VOCABULARY * DIMENSIONS, 2));
  graph.node('Gather', ['words', 'input_ids'], 'states', { axis: 0 });
  graph.node('ReduceMean', ['states'], 'text_embeds', { axes: [1], keepdims: 0 });
  return graph.encode({
    inputs: [{ name: 'input_ids', type: TYPE.int64, shape: ['b', length ?? 's'] }],
    outputs: [{ name: 'text_embeds', type: TYPE.float, shape: ['b', DIMENSIONS] }],
    operatorSets: [['', 17]],
  });
}

/** The same numbers for the same seed, from -1 to 1. */
function random(count: number, seed: number): Uint8Array {
  let state = seed;
  const values = Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return new Uint8Array(values.buffer);
}
