import type { Content } from './document.ts';
import { fileName } from './markdown.ts';

/** A picture as a document of its own: it is found by what it shows, and by its name. */
export function imageDocument(bytes: Buffer, file: string): Content {
  const title = fileName(file);
  return { input: { documentId: file, title, images: [{ data: bytes.toString('base64') }] } };
}

/** A picture as the API takes it: where it is, or the file in base64. */
export const imageInput = (text: string): { url: string } | { data: string } =>
  isAddress(text) ? { url: text } : { data: text };

export const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/**
 * Takes the images out of the fields of a record: a list of files in base64, as an export has them, or of addresses.
 * @throws Error where they are something else
 */
export function takeImages(fields: Record<string, unknown>): ReturnType<typeof imageInput>[] | undefined {
  const { images } = fields;
  delete fields.images;
  if (images === undefined || images === null) return undefined;
  if (!Array.isArray(images) || images.some((image) => typeof image !== 'string')) {
    throw new Error('its images are no list of files in base64 or addresses');
  }
  return images.map(imageInput);
}
