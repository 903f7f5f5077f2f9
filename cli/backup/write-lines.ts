import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Failure } from '../failure.ts';

/** What was written to a file. */
export interface Written {
  bytes: number;
  hash: Hash;
}

export function nothingWritten(): Written {
  return { bytes: 0, hash: createHash('sha256') };
}

/**
 * Writes lines to a file, as they come, packed where its name ends in .gz; they are on the disk when this returns.
 * @param append after what is there: packed parts one after another are read as one
 * @param written is carried on
 * @throws Failure where that cannot be done
 */
export async function writeLines(
  lines: AsyncIterable<string>,
  path: string,
  { append, packed, written }: { append: boolean; packed: boolean; written: Written },
): Promise<void> {
  const counted = new Transform({
    transform(piece: Buffer, _encoding, done) {
      written.bytes += piece.length;
      written.hash.update(piece);
      done(null, piece);
    },
  });
  const file = createWriteStream(path, { flags: append ? 'a' : 'w', flush: true });
  const source = Readable.from(lines, { objectMode: false });
  try {
    if (packed) await pipeline(source, createGzip(), counted, file);
    else await pipeline(source, counted, file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof Failure) throw error;
    throw new Failure(`${path} cannot be written: ${message}`, { cause: error });
  }
}
