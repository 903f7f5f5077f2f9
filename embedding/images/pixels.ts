import sharp from 'sharp';
import type { Preprocessing } from './protocol.ts';

/** A picture cannot be read. The message says why. */
export class ImageRefused extends Error {}

const FORMATS = ['png', 'jpeg', 'webp'];
/** A picture of more pixels is not decoded: a small file can hold a very large one. */
const MOST_PIXELS = 50_000_000;

// Nothing but these formats is even looked at: what reads the others is not needed, and has more to go wrong.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);
sharp.concurrency(1);

/**
 * The pixels of a picture as a model reads them: `[3 × size × size]`, red, green and blue one after another. It is turned
 * upright, transparent parts are white, and of one that moves the first picture counts.
 * @throws ImageRefused
 */
export async function pixelsOf(
  bytes: Uint8Array,
  { size, mean, deviation }: Preprocessing,
): Promise<Float32Array> {
  const rgb = await decoded(bytes, size);
  const pixels = new Float32Array(rgb.length);
  const area = size * size;
  for (let i = 0; i < area; i++) {
    for (let channel = 0; channel < 3; channel++) {
      const value = (rgb[3 * i + channel] as number) / 255;
      pixels[channel * area + i] = (value - (mean[channel] as number)) / (deviation[channel] as number);
    }
  }
  return pixels;
}

async function decoded(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
    const { format } = await picture.metadata();
    if (!FORMATS.includes(format)) throw new Error(`it is of the format ${format}`);
    return await picture
      .autoOrient()
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .resize(size, size, { fit: 'cover' })
      .removeAlpha()
      .raw()
      .toBuffer();
  } catch (error) {
    const why = (error as Error).message.split('\n')[0];
    throw new ImageRefused(`is no PNG, JPEG or WebP picture that can be read (${why}).`, { cause: error });
  }
}
