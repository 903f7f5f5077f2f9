import { createHash } from 'node:crypto';
import type { ImageModelSpec } from '../../../lib/embedding/image-embedder.ts';
import { userError } from '../../../lib/errors.ts';
import { checkImage } from '../../../lib/image.ts';
import type { FetchedImages } from '../../../lib/remote-image/fetch-images.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { SearchInput } from '../../../schema/generated/query.ts';
import type { CollectionEntry } from '../catalog/statements.ts';

/** A picture that a search looks near to. */
export interface Picture {
  bytes: Buffer;
  /** SHA-256. */
  hash: string;
}

/** Whether what a search says goes with looking at images, or not. @throws userError */
export function checkImageSearch({
  mode,
  image,
  text,
  vector,
  like,
  unlike,
  rerank,
  minScore,
}: SearchInput): void {
  if (mode !== 'IMAGE') {
    if (image) throw userError.badInput('input.image', 'goes with mode IMAGE; choose that, or leave it out.');
    return;
  }
  if (!image && (text === null || text === undefined)) {
    throw userError.badInput(
      'input.image',
      'is missing; give an image, or a text that says what to look for.',
    );
  }
  if (rerank) {
    throw userError.badInput(
      'input.rerank',
      'judges texts, which mode IMAGE does not look at; leave it out.',
    );
  }
  if (minScore !== null && minScore !== undefined) {
    throw userError.badInput(
      'input.minScore',
      'is of texts: how relevant a picture is cannot be told; leave it out.',
    );
  }
  const other = vector ? 'vector' : like?.length ? 'like' : unlike?.length ? 'unlike' : undefined;
  if (other) {
    throw userError.badInput(
      `input.${other}`,
      'goes by vectors of passages, which mode IMAGE does not look at.',
    );
  }
}

/** The picture of a search, and whether its collections have images. @param fetched what was at its address @throws userError */
export function checkPicture(
  { image, mode }: SearchInput,
  collections: readonly CollectionEntry[],
  fetched: FetchedImages,
): Picture | undefined {
  if (mode !== 'IMAGE') return undefined;
  const without = collections.find(({ view }) => !view.spec.images);
  if (without) {
    throw userError.badInput(
      'input.mode',
      `the collection "${without.name}" takes no images; search those that do, or in another mode.`,
    );
  }
  const models = new Set(collections.map(({ view }) => modelKey(view.spec.images as ImageModelSpec)));
  if (models.size > 1) {
    throw userError.badInput(
      'input.collections',
      'their images are indexed by different models, whose cosines say nothing of each other; search each by itself.',
    );
  }
  if (!image) return undefined;
  const bytes = checkImage(image, 'input.image', fetched);
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex') };
}
