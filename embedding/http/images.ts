import { fromBase64, LARGEST_IMAGE } from '../../lib/image.ts';
import type { ImageInput, ImageModel, ImageModelCard } from '../images/image-model.ts';
import { base64 } from './answers.ts';
import { apiError } from './api-error.ts';

/** The body of POST /v1/embeddings/images, in the shape of Jina's embeddings of several kinds of input. */
export interface ImagesRequest {
  model: string | undefined;
  input: ImageInput[];
  format: 'float' | 'base64';
}

const MOST_INPUTS = 64;
/** Characters. */
const LONGEST_TEXT = 4_000;

/** @throws ApiError that names the parameter */
export function parseImagesRequest(body: Record<string, unknown>): ImagesRequest {
  const { input, encoding_format: format = 'float' } = body;
  const model = body.model ?? undefined;
  if (model !== undefined && typeof model !== 'string') throw apiError.invalid('model', 'must be a text.');
  if (format !== 'float' && format !== 'base64') {
    throw apiError.invalid('encoding_format', 'must be "float" or "base64".');
  }
  if (!Array.isArray(input) || input.length === 0 || input.length > MOST_INPUTS) {
    throw apiError.invalid('input', `must be a list of 1 to ${MOST_INPUTS} objects with an image or a text.`);
  }
  return { model, input: input.map(inputOf), format };
}

function inputOf(given: unknown, index: number): ImageInput {
  const { image, text } = (typeof given === 'object' && given !== null ? given : {}) as Record<
    string,
    unknown
  >;
  const place = `input[${index}]`;
  if (typeof text === 'string' && image === undefined) {
    if (text.trim() === '' || text.length > LONGEST_TEXT) {
      throw apiError.invalid(`${place}.text`, `must have 1 to ${LONGEST_TEXT} characters.`);
    }
    return { text };
  }
  if (typeof image !== 'string' || text !== undefined) {
    throw apiError.invalid(place, 'must be an object with either an image, in base64, or a text.');
  }
  const bytes = fromBase64(image);
  if (!bytes) throw apiError.invalid(`${place}.image`, 'is no base64; addresses are not taken.');
  if (bytes.length > LARGEST_IMAGE) {
    throw apiError.invalid(
      `${place}.image`,
      `has ${bytes.length} bytes; at most ${LARGEST_IMAGE} are taken.`,
    );
  }
  return { image: new Uint8Array(bytes) };
}

/** @throws ApiError that names the input that cannot be embedded */
export async function embedImages(
  { input }: ImagesRequest,
  model: ImageModel,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (const [index, one] of input.entries()) {
    const vector = await model.embed(one, signal);
    if (typeof vector === 'string') {
      throw apiError.invalid(`input[${index}].${'image' in one ? 'image' : 'text'}`, vector);
    }
    vectors.push(vector);
  }
  return vectors;
}

export function imagesAnswer(
  vectors: readonly Float32Array[],
  { input, format }: ImagesRequest,
  { name }: ImageModelCard,
) {
  return {
    object: 'list',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: format === 'base64' ? base64(vector) : Array.from(vector),
    })),
    model: name,
    usage: { images: input.filter((one) => 'image' in one).length, total_tokens: 0 },
  };
}

export function imageModelAnswer({ name, version, dimensions, textToImage, license }: ImageModelCard) {
  return {
    id: name,
    object: 'image_model',
    version,
    dimensions,
    text_to_image: textToImage,
    license,
  };
}
