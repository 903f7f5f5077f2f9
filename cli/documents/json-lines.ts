import { parseJson64 } from '../../lib/json64.ts';
import type { Read } from './document.ts';
import { documentOf, type RecordMapping } from './record.ts';

/** One document a line. Empty lines are passed over; a line that is no JSON is told with its number. */
export async function* readJsonLines(
  chunks: AsyncIterable<string>,
  name: string,
  mapping: RecordMapping,
): AsyncGenerator<Read> {
  let number = 0;
  for await (const line of linesOf(chunks)) {
    number++;
    if (line.trim() === '') continue;
    const origin = `${name}:${number}`;
    let record: unknown;
    try {
      record = parseJson64(line);
    } catch (error) {
      yield { origin, problem: `is no JSON: ${(error as Error).message}` };
      continue;
    }
    yield documentOf(record, origin, mapping);
  }
}

/** Lines end at \n only: JSON may hold U+2028, at which others end lines too. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
