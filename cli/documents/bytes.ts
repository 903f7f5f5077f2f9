import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Unfit } from './document.ts';

/** The bytes of a file are read in such pieces. */
const pieceBytes = 256 * 1024;
/** A file that is one document is held as a whole: at most so many bytes. */
const mostFileBytes = 128 * 1024 * 1024;

/** A file that is being read. */
export interface OpenedFile {
  /** How many bytes of it were read by now. */
  bytesRead: number;
}

/**
 * The bytes of a file, or of standard input (`-`), piece by piece; unpacked where its name ends in .gz.
 * @param onOpen told of the file, by which it is known how far it was read
 */
export function bytesOf(path: string, onOpen?: (file: OpenedFile) => void): AsyncIterable<Buffer> {
  let source: Readable = process.stdin;
  if (path !== '-') {
    const file = createReadStream(path, { highWaterMark: pieceBytes });
    onOpen?.(file);
    source = file;
  }
  if (!/\.gz$/i.test(path)) return source;
  // A failure of either reaches the reader through the one that it reads.
  return pipeline(source, createGunzip({ chunkSize: pieceBytes }), () => undefined);
}

/** A whole file. @throws Unfit where it is too large to be one document */
export async function fileBytes(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { size } = await file.stat();
  if (size > mostFileBytes) throw new Unfit(`has ${Math.round(size / 1e6)} MB, too many for one document`);
  return file.readFile();
}

/** What a byte order mark at the beginning says. */
function marked(bytes: Buffer): { encoding: string; length: number } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return undefined;
}

/**
 * The same text as UTF-8 without a byte order mark. UTF-8 itself is passed on unchecked, so that one wrong record does
 * not spoil the others.
 * @param encoding a name that `TextDecoder` knows. @default what a byte order mark says, else UTF-8
 * @throws Unfit where the text is not in the encoding
 */
export async function* asUtf8(
  pieces: AsyncIterable<Buffer>,
  encoding: string | undefined,
): AsyncGenerator<Buffer> {
  let begun = false;
  let decoder: TextDecoder | undefined;
  // The longest mark has three bytes, and a pipe may bring one at a time.
  for await (let piece of startingWith(pieces, (begin) => begin.length >= 3)) {
    if (!begun) {
      begun = true;
      const mark = marked(piece);
      const used = mark?.encoding ?? encoding ?? 'utf-8';
      if (!isUtf8Name(used)) decoder = new TextDecoder(used, { fatal: true });
      piece = piece.subarray(mark?.length ?? 0);
    }
    yield decoder ? Buffer.from(decoded(decoder, piece, { more: true })) : piece;
  }
  if (decoder) yield Buffer.from(decoded(decoder, undefined, { more: false }));
}

/** The same bytes, where the first piece is long enough to tell something, or all there is. */
export async function* startingWith(
  pieces: AsyncIterable<Buffer>,
  enough: (begin: Buffer) => boolean,
): AsyncGenerator<Buffer> {
  let begin: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (!begin) yield piece;
    else {
      begin = Buffer.concat([begin, piece]);
      if (!enough(begin)) continue;
      yield begin;
      begin = undefined;
    }
  }
  if (begin && begin.length > 0) yield begin;
}

/** The text of a whole file. @throws Unfit where it is not in its encoding */
export function textOf(bytes: Buffer, encoding = 'utf-8'): string {
  const mark = marked(bytes);
  const text = bytes.subarray(mark?.length ?? 0);
  const used = mark?.encoding ?? encoding;
  if (!isUtf8Name(used)) return decoded(new TextDecoder(used, { fatal: true }), text, { more: false });
  if (!isUtf8(text)) throw new Unfit(notUtf8);
  return text.toString();
}

export const notUtf8 = 'is not in UTF-8: say in which encoding with --encoding';

function isUtf8Name(encoding: string): boolean {
  return /^utf-?8$/i.test(encoding);
}

function decoded(decoder: TextDecoder, bytes: Buffer | undefined, { more }: { more: boolean }): string {
  try {
    return decoder.decode(bytes, { stream: more });
  } catch (error) {
    throw new Unfit(`is not in the encoding ${decoder.encoding}: see --encoding`, { cause: error });
  }
}
