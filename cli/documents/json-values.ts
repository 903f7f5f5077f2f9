import type { Entry } from './document.ts';
import { Gathered } from './gathered.ts';
import { jsonContent, type RecordOptions } from './record.ts';

const [quote, backslash, comma, lineFeed] = [0x22, 0x5c, 0x2c, 0x0a];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * The documents of a JSON file: the elements of a list, or objects one after another (one alone, or many as other
 * programs write them). Only where an element ends is found here, byte by byte; what is in it is the parser's, so that
 * a wrong one spoils none of the others.
 */
export async function* readJson(
  pieces: AsyncIterable<Buffer>,
  options: RecordOptions,
): AsyncGenerator<Entry> {
  let element = 0;
  for await (const value of valuesOf(pieces)) {
    const at = { element: element++ };
    if (typeof value === 'string') yield { at, content: () => ({ problem: value }) };
    else yield { at, content: () => jsonContent(value, options) };
  }
}

/** The bytes of each value, undefined where there are too many; a text says what is wrong with the file. */
async function* valuesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer | undefined | string> {
  const value = new Gathered();
  let inList: boolean | undefined;
  let closed = false;
  let depth = 0;
  let inText = false;
  let escaped = false;
  for await (const piece of pieces) {
    let start = 0;
    let [nextQuote, nextBackslash] = [-1, -1];
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at] as number;
      if (escaped) escaped = false;
      else if (inText) {
        // Most of a file is text, which is passed over at once up to its end or the next escaped character.
        if (nextQuote < at) nextQuote = placeOf(piece, quote, at);
        if (nextBackslash < at) nextBackslash = placeOf(piece, backslash, at);
        at = Math.min(nextQuote, nextBackslash);
        escaped = nextBackslash < nextQuote;
        inText = nextQuote === nextBackslash || escaped;
      } else if (byte === quote) inText = true;
      else if (byte <= 0x20 && byte !== lineFeed) continue;
      else if (closed) {
        if (byte === lineFeed) continue;
        yield 'goes on after the end of its list';
        return;
      } else if (inList === undefined && byte !== lineFeed) {
        inList = byte === openList;
        if (inList) start = at + 1;
        else if (byte === openObject) depth++;
      } else if (byte === openObject || byte === openList) depth++;
      else if (depth > 0) {
        if (byte !== closeObject && byte !== closeList) continue;
        depth--;
        if (depth > 0 || inList) continue;
        value.add(piece.subarray(start, at + 1));
        yield value.take();
        start = at + 1;
      } else if (byte === comma || byte === (inList ? closeList : lineFeed)) {
        value.add(piece.subarray(start, at));
        start = at + 1;
        closed = byte === closeList;
        // A comma before the end of the list, and empty lines between objects, do no harm.
        if (!value.blank || (inList && byte === comma)) yield value.take();
        else value.take();
      }
    }
    if (!closed) value.add(piece.subarray(start));
  }
  const complete = value.blank;
  if (!complete) yield value.take();
  else if (inList && !closed) yield 'ends before its list does';
}

/** Where the byte is from `from` on; the end of the piece where it is not. */
function placeOf(piece: Buffer, byte: number, from: number): number {
  const at = piece.indexOf(byte, from);
  return at < 0 ? piece.length : at;
}
