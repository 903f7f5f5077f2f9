import { createHash } from 'node:crypto';
import type { Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { addressesOf, checkImage, type ImageInput, imageType } from '../../../lib/image.ts';
import type { FetchedImages, FetchImages } from '../../../lib/remote-image/fetch-images.ts';
import type { CollectionRow } from '../collections/collection.ts';

/** A picture that came with a document. */
export interface GivenImage {
  /** SHA-256 of its bytes, in hex. */
  hash: string;
  bytes: Buffer;
}

const MOST_IMAGES = 16;

/** Fetches those images of documents that are given by an address. */
export function fetchImages(
  documents: readonly { images?: readonly ImageInput[] | null | undefined }[],
  { spec }: Pick<CollectionRow, 'spec'>,
  fetch: FetchImages,
): Promise<FetchedImages> {
  // Those of a collection that takes none are refused unseen.
  const images = spec.images
    ? documents.flatMap((document) => document.images?.slice(0, MOST_IMAGES) ?? [])
    : [];
  return fetch(addressesOf(images));
}

/** The images of a document; null where it has none. @throws BAD_USER_INPUT with the place */
export function checkImages(
  images: readonly ImageInput[] | null | undefined,
  { spec, name }: Pick<CollectionRow, 'spec' | 'name'>,
  path: string,
  fetched: FetchedImages,
): GivenImage[] | null {
  if (!images || images.length === 0) return null;
  if (!spec.images) {
    throw userError.badInput(path, `the collection "${name}" takes no images; make one with images: true.`);
  }
  if (images.length > MOST_IMAGES) {
    throw userError.badInput(path, `has ${images.length} images; at most ${MOST_IMAGES} are allowed.`);
  }
  return images.map((image, index) => {
    const bytes = checkImage(image, `${path}[${index}]`, fetched);
    return { hash: createHash('sha256').update(bytes).digest('hex'), bytes };
  });
}

/** Stores the images of documents that are accepted. */
export async function storeImages(
  tx: Queryable,
  collectionId: string,
  images: readonly GivenImage[],
): Promise<void> {
  const different = new Map(images.map((image) => [image.hash, image.bytes]));
  for (const [hash, bytes] of different) {
    await tx.query(
      `insert into images (collection_id, hash, bytes) values ($1, decode($2, 'hex'), $3)
       on conflict (collection_id, hash) do update set used_at = now()`,
      [collectionId, hash, bytes],
    );
  }
}

/** Hashes as one parameter a document: `hashesOf` reads it. */
export const hashesText = (images: readonly GivenImage[] | null | undefined): string | null =>
  images ? JSON.stringify(images.map(({ hash }) => hash)) : null;

/** SQL that makes the column out of such a parameter. */
export const hashesOf = (column: string): string =>
  `case when ${column} is not null then
     array(select decode(hash, 'hex') from jsonb_array_elements_text(${column}::jsonb) with ordinality as e (hash, place)
           order by place) end`;

/** The bytes of images, by hash in hex; those that are no longer there are missing. */
export async function imageBytes(
  db: Queryable,
  collectionId: string,
  hashes: readonly Buffer[],
): Promise<Map<string, Buffer>> {
  const rows = await db.query<{ hash: Buffer; bytes: Buffer }>(
    'select hash, bytes from images where collection_id = $1 and hash = any($2)',
    [collectionId, hashes],
  );
  return new Map(rows.map(({ hash, bytes }) => [hash.toString('hex'), bytes]));
}

export function presentImage(bytes: Buffer, hash: Buffer) {
  return {
    type: imageType(bytes) ?? 'application/octet-stream',
    bytes: bytes.length,
    hash: hash.toString('hex'),
    data: bytes.toString('base64'),
  };
}
