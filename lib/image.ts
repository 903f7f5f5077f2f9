import { userError } from './errors.ts';
import type { FetchedImages } from './remote-image/fetch-images.ts';

/** A picture in a client's input: the file, or where it is. */
export interface ImageInput {
  data?: string | null | undefined;
  url?: string | null | undefined;
}

/** Bytes of an image. */
export const LARGEST_IMAGE = 10 * 1024 * 1024;
/** Of a text without blanks at its end: to look for these too would take the square of their number. */
const BASE64 = /^(?:data:image\/[a-z+.-]+;base64,)?([A-Za-z0-9+/\s]+={0,2})$/;

/** How files of each format begin. */
const FORMATS = [
  {
    type: 'image/png',
    begins: (bytes: Buffer) => bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n',
  },
  {
    type: 'image/jpeg',
    begins: (bytes: Buffer) => bytes.subarray(0, 3).toString('latin1') === '\xff\xd8\xff',
  },
  {
    type: 'image/webp',
    begins: (bytes: Buffer) =>
      bytes.subarray(0, 4).toString('latin1') === 'RIFF' &&
      bytes.subarray(8, 12).toString('latin1') === 'WEBP',
  },
];

/** The format of an image by how it begins; undefined for one that is not taken. */
export const imageType = (bytes: Buffer): string | undefined =>
  FORMATS.find(({ begins }) => begins(bytes))?.type;

/**
 * The bytes of an image out of a client's input. Whether it can be decoded is not looked at.
 * @param fetched what was at the addresses of the input
 * @throws BAD_USER_INPUT with the place
 */
export function checkImage({ data, url }: ImageInput, path: string, fetched: FetchedImages): Buffer {
  if ((typeof data === 'string') === (typeof url === 'string'))
    throw userError.badInput(path, 'needs either "data", the file in base64, or "url", where it is.');
  const place = typeof url === 'string' ? `${path}.url` : `${path}.data`;
  const bytes = typeof url === 'string' ? fetched.get(url) : decoded(data as string, place);
  if (bytes === undefined || bytes instanceof Error)
    throw userError.badInput(place, `${bytes?.message ?? 'was not fetched'}.`);
  if (bytes.length > LARGEST_IMAGE)
    throw userError.badInput(place, `has ${bytes.length} bytes; at most ${LARGEST_IMAGE} are allowed.`);
  if (imageType(bytes) === undefined) throw userError.badInput(place, 'is no PNG, JPEG or WebP image.');
  return bytes;
}

function decoded(data: string, path: string): Buffer {
  if (data.trim() === '') throw userError.badInput(path, 'is empty. Send the file itself here, in base64.');
  const bytes = fromBase64(data);
  if (!bytes)
    throw userError.badInput(path, 'is no base64. Send the file itself here; an address goes into "url".');
  return bytes;
}

/** The bytes of a file in base64, or of a data URL of an image; undefined where it is neither. */
export function fromBase64(text: string): Buffer | undefined {
  const [, encoded] = BASE64.exec(text.trimEnd()) ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64');
}

/** The addresses that images of an input are at. */
export const addressesOf = (images: readonly (ImageInput | null | undefined)[]): string[] =>
  images.flatMap((image) => (typeof image?.url === 'string' ? [image.url] : []));
