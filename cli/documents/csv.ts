import { isUtf8 } from 'node:buffer';
import { CsvError, type Parser, parse } from 'csv-parse';
import { notUtf8, startingWith } from './bytes.ts';
import { cellValue } from './cells.ts';
import type { Content, Entry } from './document.ts';
import { mostRecordBytes, tooLong } from './gathered.ts';
import { documentOf, partsIn, type RecordOptions } from './record.ts';

export interface CsvOptions {
  /** Between two cells. @default what the header row uses most: , or ; or a tab or | */
  delimiter?: string | undefined;
  /** Around a cell that holds delimiters or line ends; false: no character means that. @default " */
  quote?: string | false | undefined;
  /** See `cellValue`. */
  listSeparator?: string | undefined;
}

interface Row {
  /** The line on which it begins, from 1. */
  line: number;
  /** Its cells, or why there is no row. */
  row: Buffer[] | string;
}

const lineFeed = 0x0a;
const delimiters = [',', ';', '\t', '|'];
/** The header row is looked for in so many bytes. */
const headerBytes = 64 * 1024;

/**
 * The documents of a table: one a row, the first row has the names of their fields. An empty cell is no value. Metadata
 * has the types that the collection declares, and is text elsewhere.
 */
export async function* readCsv(
  pieces: AsyncIterable<Buffer>,
  options: RecordOptions & CsvOptions,
): AsyncGenerator<Entry> {
  let table: Table | undefined;
  for await (const { line, row } of rowsOf(pieces, options)) {
    const at = { line };
    if (typeof row === 'string') {
      yield { at, content: () => ({ problem: row }) };
      return;
    }
    if (table) {
      const { contentOf } = table;
      yield { at, content: () => contentOf(row) };
      continue;
    }
    try {
      table = tableOf(row, options);
    } catch (error) {
      yield { at, content: () => ({ problem: (error as Error).message }) };
      return;
    }
  }
}

interface Table {
  contentOf: (row: Buffer[]) => Content;
}

/** @throws Error with what makes every row useless */
function tableOf(header: Buffer[], options: RecordOptions & CsvOptions): Table {
  if (!header.every((cell) => isUtf8(cell))) throw new Error(notUtf8);
  const names = header.map((cell) => cell.toString().trim());
  const parts = partsIn((name) => names.includes(name), options);
  checkNames(names, parts, options.patch ?? false);
  const own = new Set([parts.id, parts.title, parts.content, parts.vector]);
  const types = new Map(
    options.declared.fields.filter(({ name }) => !own.has(name)).map(({ name, type }) => [name, type]),
  );
  // An empty text is a text, and an empty vector says that the server embeds it.
  const empty: [string, unknown][] = options.patch ? [] : [[parts.content, '']];
  if (parts.vector) empty.push([parts.vector, null]);
  return {
    contentOf(row) {
      // A spreadsheet leaves empty cells behind the last column.
      const filled = row.findLastIndex((cell) => cell.length > 0) + 1;
      if (row.length < names.length || filled > names.length) {
        return { problem: `has ${row.length} cells, but the header row names ${names.length}` };
      }
      if (!row.every((cell) => isUtf8(cell))) return { problem: notUtf8 };
      const record = new Map(empty);
      for (const [index, name] of names.entries()) {
        const cell = row[index]?.toString() ?? '';
        if (cell === '' || name === '') continue;
        const type = types.get(name);
        record.set(name, type ? cellValue(cell, type, options.listSeparator) : cell);
      }
      return documentOf(Object.fromEntries(record), options);
    },
  };
}

function checkNames(names: string[], parts: ReturnType<typeof partsIn>, patch: boolean): void {
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) < index);
  if (twice !== undefined) throw new Error(`two columns are named "${twice}"`);
  const needed = [
    ['id', parts.id, '--id-field'],
    ['text', parts.content, '--content-field'],
    ['vector', parts.vector, '--vector-field'],
  ] as const;
  for (const [what, name, option] of needed) {
    if (!name || names.includes(name) || (patch && name === parts.content)) continue;
    throw new Error(
      `no column is named "${name}" for the ${what}: see ${option}. Its columns: ${names.join(', ')}`,
    );
  }
}

/** The rows of a table, empty ones left out, up to one that cannot be told from what follows it: a text says why. */
async function* rowsOf(
  pieces: AsyncIterable<Buffer>,
  { delimiter, quote = '"' }: CsvOptions,
): AsyncGenerator<Row> {
  const rows: Row[] = [];
  let [lines, emptyLines] = [0, 0];
  let failure: unknown;
  const parserFor = (header: Buffer) =>
    parse({
      delimiter: delimiter ?? delimiterIn(header),
      quote,
      encoding: null,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: mostRecordBytes,
      // Rows are taken here, in order and before an error: a stream drops what it still holds when it fails.
      on_record(record: unknown, info) {
        const row = record as Buffer[];
        // Counted here: the parser's own count takes \r\n in a cell for two line ends.
        const line = lines + info.empty_lines - emptyLines + 1;
        emptyLines = info.empty_lines;
        lines = line + lineEnds(row);
        if (row.some((cell) => cell.length > 0)) rows.push({ line, row });
      },
    }).on('error', (error) => {
      failure = error;
    });

  let parser: Parser | undefined;
  const hasHeader = (begin: Buffer) => begin.includes(lineFeed) || begin.length > headerBytes;
  for await (const piece of startingWith(pieces, hasHeader)) {
    parser ??= parserFor(piece);
    await new Promise((written) => parser?.write(piece, written));
    yield* rows.splice(0);
    if (failure) break;
  }
  if (parser && !failure) await new Promise((closed) => parser?.once('close', closed).resume().end());
  yield* rows;
  if (failure) yield { line: lines + 1, row: problemOf(failure) };
}

function problemOf(failure: unknown): string {
  const { code, message } = failure as Error & { code?: string };
  if (code === 'CSV_MAX_RECORD_SIZE') return `${tooLong}; is a quotation mark not closed? See --quote`;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'has a quotation mark that is not closed: see --quote';
  return failure instanceof CsvError ? message : `cannot be read: ${message}`;
}

function lineEnds(cells: Buffer[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf(lineFeed); at >= 0; at = cell.indexOf(lineFeed, at + 1)) count++;
  }
  return count;
}

/** What the first line uses most outside of quotation marks. */
function delimiterIn(bytes: Buffer): string {
  const [line = ''] = bytes
    .toString()
    .replace(/"[^"]*"/g, '')
    .split(/\r?\n/, 1);
  const uses = (delimiter: string) => line.split(delimiter).length;
  return delimiters.reduce((best, each) => (uses(each) > uses(best) ? each : best));
}
