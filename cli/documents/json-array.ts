import { parseJson64 } from '../../lib/json64.ts';
import type { Read } from './document.ts';
import { documentOf, type RecordMapping } from './record.ts';

/**
 * The documents of a JSON file: an array of objects, or one object. It is read piece by piece, an element of the array
 * at a time.
 */
export async function* readJson(
  chunks: AsyncIterable<string>,
  name: string,
  mapping: RecordMapping,
): AsyncGenerator<Read> {
  let number = 0;
  for await (const text of elementsOf(chunks)) {
    const origin = `${name}[${number++}]`;
    let record: unknown;
    try {
      record = parseJson64(text);
    } catch (error) {
      yield { origin, problem: `is no JSON: ${(error as Error).message}` };
      return;
    }
    yield documentOf(record, origin, mapping);
  }
}

/** The texts of the elements of a JSON array, or the whole text where it is no array. */
async function* elementsOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inArray: boolean | undefined;
  let element = '';
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const char = chunk[at] as string;
      if (inArray === undefined && !/[\s\ufeff]/.test(char)) {
        inArray = char === '[';
        if (inArray) {
          start = at + 1;
          continue;
        }
      }
      if (!inArray) continue;
      if (inString) {
        if (escaped) escaped = false;
        else if (char === '\\') escaped = true;
        else if (char === '"') inString = false;
      } else if (char === '"') inString = true;
      else if (char === '{' || char === '[') depth++;
      else if (depth > 0 && (char === '}' || char === ']')) depth--;
      else if (depth === 0 && (char === ',' || char === ']')) {
        element += chunk.slice(start, at);
        start = at + 1;
        if (element.trim() !== '' || char === ',') yield element;
        element = '';
      }
    }
    element += chunk.slice(start);
  }
  if (element.trim() !== '') yield element;
}
