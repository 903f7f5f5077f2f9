import type { Content } from './document.ts';
import { fileName } from './markdown.ts';

/** A picture as a document of its own: it is found by what it shows, and by its name. */
export function imageDocument(bytes: Buffer, file: string): Content {
  const title = fileName(file);
  return { input: { documentId: file, title, content: '', images: [{ data: bytes.toString('base64') }] } };
}

/**
 * Takes the images out of the fields of a record, as an export has them: a list of files in base64.
 * @throws Error where they are something else
 */
export function takeImages(fields: Record<string, unknown>): { data: string }[] | undefined {
  const { images } = fields;
  delete fields.images;
  if (images === undefined || images === null) return undefined;
  if (!Array.isArray(images) || images.some((image) => typeof image !== 'string')) {
    throw new Error('its images are no list of files in base64');
  }
  return images.map((data: string) => ({ data }));
}
