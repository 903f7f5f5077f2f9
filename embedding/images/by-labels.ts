import { normalise } from '../inference/pooling.ts';
import type { Classifier } from './classifier.ts';

/** Embeds texts by a text model: the labels, and what is looked for. */
export type EmbedTexts = (texts: string[], kind: 'query' | 'passage') => Promise<Float32Array[]>;

/** Labels that a text is taken for, at most. */
const LABELS = 10;
/** How much more the nearest label counts than the others. */
const SHARPNESS = 20;

/**
 * Finds the direction in which pictures of what a text says lie, where the image model knows labels only: the text model says
 * which labels are near the text, and the classifier's weights of these, away from the mean of all, are added up. It finds what
 * the labels name (ImageNet's: animals, plants, vehicles, tools, food), in every language of the text model, and little else.
 */
export function byLabels({ labels, weights }: Classifier, embed: EmbedTexts) {
  const dimensions = weights.length / labels.length;
  const directions = awayFromMean(weights, dimensions);
  let known: Promise<{ vectors: Float32Array[]; mean: Float32Array }> | undefined;

  /** Vectors of the labels, made once; where that fails, at the next call again. */
  function labelVectors() {
    known ??= embed(labels, 'passage')
      .then((vectors) => ({ vectors, mean: meanOf(vectors) }))
      .catch((error) => {
        known = undefined;
        throw error;
      });
    return known;
  }

  // Some seconds of work, which the first who asks by a text need not wait for.
  labelVectors().catch(() => undefined);
  return async (text: string): Promise<Float32Array> => {
    const [{ vectors, mean }, [asked]] = await Promise.all([labelVectors(), embed([text], 'query')]);
    const near = vectors
      .map((vector, label) => ({ label, cosine: cosine(asked as Float32Array, vector, mean) }))
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, LABELS);
    const nearest = near[0]?.cosine ?? 0;
    const direction = new Float32Array(dimensions);
    for (const { label, cosine } of near) {
      const share = Math.exp(SHARPNESS * (cosine - nearest));
      for (let i = 0; i < dimensions; i++) {
        direction[i] = (direction[i] as number) + share * (directions[label * dimensions + i] as number);
      }
    }
    return normalise(direction, dimensions);
  };
}

function awayFromMean(weights: Float32Array, dimensions: number): Float32Array {
  const rows = weights.length / dimensions;
  const mean = new Float32Array(dimensions);
  weights.forEach((value, i) => {
    mean[i % dimensions] = (mean[i % dimensions] as number) + value / rows;
  });
  return weights.map((value, i) => value - (mean[i % dimensions] as number));
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (let i = 0; i < mean.length; i++)
      mean[i] = (mean[i] as number) + (vector[i] as number) / vectors.length;
  }
  return mean;
}

/** Of what two vectors have beyond the mean of the labels: vectors of short texts all lie close together. */
function cosine(a: Float32Array, b: Float32Array, mean: Float32Array): number {
  let [inner, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < mean.length; i++) {
    const x = (a[i] as number) - (mean[i] as number);
    const y = (b[i] as number) - (mean[i] as number);
    inner += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return inner / (Math.sqrt(squareA * squareB) || 1);
}
