import { userError } from './errors.ts';

/** Bytes of an image. */
const LARGEST = 10 * 1024 * 1024;
const BASE64 = /^(?:data:image\/[a-z+.-]+;base64,)?([A-Za-z0-9+/\s]+={0,2})\s*$/;

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

/** The bytes of an image out of a client's input. Whether it can be decoded is not looked at. @throws BAD_USER_INPUT with the place */
export function checkImage({ data }: { data: string }, path: string): Buffer {
  const [, encoded] = BASE64.exec(data) ?? [];
  if (encoded === undefined) {
    throw userError.badInput(
      `${path}.data`,
      'is no base64. Send the file itself; addresses are not fetched.',
    );
  }
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length > LARGEST) {
    throw userError.badInput(`${path}.data`, `has ${bytes.length} bytes; at most ${LARGEST} are allowed.`);
  }
  if (imageType(bytes) === undefined)
    throw userError.badInput(`${path}.data`, 'is no PNG, JPEG or WebP image.');
  return bytes;
}
