import { parseJson64, rawJson64, stringifyJson64 } from '../json64.ts';
import { type PassageFields, type PassageRow, placeOf, refusal } from './passage.ts';
import type { IndexedRow } from './read.ts';

/** Bytes of rows in one call: far below every server's limit, and short enough to be done within any deadline. */
const CALL_BYTES = 4 * 1024 * 1024;

/** A row as the SDK takes it. */
type WireRow = Omit<PassageRow, 'metadata' | 'headings'> & { metadata: unknown; headings: string };

/** The rows of one call after another, or the reason why a server would refuse one of them. */
export function wireCalls(rows: readonly PassageRow[]): WireRow[][] | string {
  const calls: WireRow[][] = [];
  let bytes = CALL_BYTES;
  for (const row of rows) {
    const metadata = stringifyJson64(row.metadata);
    const problem = refusal(row, metadata);
    if (problem) return problem;
    const size =
      row.vector.byteLength + 3 * (row.text.length + row.title.length + metadata.length) + row.terms.length;
    if (bytes + size > CALL_BYTES) {
      calls.push([]);
      bytes = 0;
    }
    bytes += size;
    const headings = JSON.stringify(row.headings);
    calls.at(-1)?.push({ ...row, headings, metadata: rawJson64(row.metadata) });
  }
  return calls;
}

type Reader<T> = (value: unknown) => T;
const text: Reader<string> = (value) => value as string;
/** Int64 columns come as strings. Our own are counts and offsets, far below 2^53. */
const integer: Reader<number> = Number;

const readers: { [Column in keyof PassageFields]: Reader<PassageFields[Column]> } = {
  key: text,
  document: text,
  revision: integer,
  ordinal: integer,
  passages: integer,
  title: text,
  text,
  start: integer,
  end: integer,
  headings: (value) => JSON.parse(value as string) as string[],
  partition: text,
  expires: integer,
  metadata: (value) => parseJson64(value as string) as Record<string, unknown>,
};

/** The columns that make up a hit, but for what its key says. */
export const hitColumns = [
  'key',
  'passages',
  'title',
  'text',
  'start',
  'end',
  'headings',
  'partition',
  'expires',
  'metadata',
] as const satisfies (keyof PassageFields)[];

/** Some columns of a row as the SDK gives it. */
export function columnsOf<Column extends keyof PassageFields>(
  row: Record<string, unknown>,
  columns: readonly Column[],
): Pick<PassageFields, Column> {
  return Object.fromEntries(columns.map((column) => [column, readers[column](row[column])])) as Pick<
    PassageFields,
    Column
  >;
}

/** A hit, out of its columns. It is written out, because hits are what is read most. */
export function passageOf(row: Record<string, unknown>): PassageFields {
  const { document, revision, ordinal } = placeOf(row.key as string);
  return {
    key: row.key as string,
    document,
    revision,
    ordinal,
    passages: readers.passages(row.passages),
    title: row.title as string,
    text: row.text as string,
    start: readers.start(row.start),
    end: readers.end(row.end),
    headings: readers.headings(row.headings),
    partition: row.partition as string,
    expires: readers.expires(row.expires),
    metadata: readers.metadata(row.metadata),
  };
}

const comparedFields = ['key', 'document', 'passages', 'partition', 'metadata'] as const;
/** The columns that searches go by. */
export const comparedColumns = [...comparedFields, 'terms', 'vector'];

export const indexedOf = (row: Record<string, unknown>): IndexedRow => ({
  ...columnsOf(row, comparedFields),
  terms: row.terms as string,
  vector: Float32Array.from(row.vector as number[]),
});
