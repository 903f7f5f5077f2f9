import type { Entry } from './document.ts';
import { Gathered } from './gathered.ts';
import { jsonContent, type RecordOptions } from './record.ts';

const lineFeed = 0x0a;

/** One document a line. Empty lines are passed over; a line that is no JSON is told with its number. */
export async function* readJsonLines(
  pieces: AsyncIterable<Buffer>,
  options: RecordOptions,
): AsyncGenerator<Entry> {
  const gathered = new Gathered();
  let line = 0;
  for await (const piece of pieces) {
    let start = 0;
    // Lines end at \n only: JSON may hold U+2028, at which others end lines too.
    for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, start)) {
      gathered.add(piece.subarray(start, end));
      start = end + 1;
      line++;
      if (!gathered.blank) yield entry(line);
      else gathered.take();
    }
    if (start < piece.length) gathered.add(piece.subarray(start));
  }
  if (!gathered.blank) yield entry(line + 1);

  function entry(at: number): Entry {
    const bytes = gathered.take();
    return { at: { line: at }, content: () => jsonContent(bytes, options) };
  }
}
