import type { ImageInput, ImageModelSpec } from '../../../lib/embedding/image-embedder.ts';
import { MODEL_MISMATCH } from '../../../lib/embedding/text-embedder.ts';
import { PartRejected, userError } from '../../../lib/errors.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { SearchRequest } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';

/** What the embedding service answers where a picture or a text cannot be embedded. */
const UNREADABLE = 'INVALID_VALUE';

/**
 * The vector that a search of images looks near to, by each image model of the collections: of its picture, of its text, or the
 * mean of both.
 * @throws userError for a picture that cannot be read, or an index by a model that is gone; PartUnavailable
 */
export async function pictureVectors(
  request: SearchRequest,
  sources: Pick<Sources, 'embedImages'>,
): Promise<Map<string, Float32Array>> {
  const { picture, text } = request;
  const inputs: ImageInput[] = [
    ...(picture ? [{ image: picture.bytes }] : []),
    ...(text === '' ? [] : [{ text }]),
  ];
  const models = new Map(
    request.targets.flatMap(({ collection }) => {
      const model = collection.view.spec.images;
      return model ? [[modelKey(model), model] as const] : [];
    }),
  );
  const vectors = await Promise.all(
    [...models].map(async ([key, model]) => [key, mean(await embedded(model, inputs, sources))] as const),
  );
  return new Map(vectors);
}

async function embedded(
  model: ImageModelSpec,
  inputs: readonly ImageInput[],
  sources: Pick<Sources, 'embedImages'>,
): Promise<Float32Array[]> {
  try {
    return await sources.embedImages(model, inputs);
  } catch (error) {
    if (!(error instanceof PartRejected)) throw error;
    if (error.code === MODEL_MISMATCH) {
      throw userError.conflict(MODEL_MISMATCH, 'input.collections', error.message);
    }
    if (error.code !== UNREADABLE) throw error;
    const first = inputs[0] as ImageInput;
    throw userError.badInput(
      'image' in first ? 'input.image' : 'input.text',
      `cannot be embedded: ${error.message}`,
    );
  }
}

/** Of unit vectors. */
function mean(vectors: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = vectors;
  return first.map(
    (_, i) => vectors.reduce((sum, vector) => sum + (vector[i] as number), 0) / vectors.length,
  );
}
