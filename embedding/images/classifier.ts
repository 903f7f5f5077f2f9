import { readFile } from 'node:fs/promises';
import { FolderRefused } from '../models/errors.ts';

/** A classifier of pictures: its weights say in which direction those of a label lie. */
export interface Classifier {
  labels: string[];
  /** `[labels × dimensions]`. */
  weights: Float32Array;
}

/**
 * @param paths of a JSON list of labels, and of float32 in little-endian order, a row a label
 * @throws FolderRefused where they do not belong together
 */
export async function readClassifier(
  paths: { labels: string; weights: string },
  dimensions: number,
): Promise<Classifier> {
  const labels = JSON.parse(await readFile(paths.labels, 'utf8')) as string[];
  const bytes = await readFile(paths.weights);
  if (bytes.length !== 4 * dimensions * labels.length) {
    throw new FolderRefused(
      `${paths.weights} does not have ${dimensions} numbers for each of ${labels.length} labels.`,
    );
  }
  return { labels, weights: new Float32Array(Uint8Array.from(bytes).buffer) };
}
