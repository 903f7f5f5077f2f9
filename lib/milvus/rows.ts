import { parseJson64, rawJson64, stringifyJson64 } from '../json64.ts';
import { type PassageFields, type PassageRow, refusal } from './passage.ts';
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

/** Int64 columns come as strings. Our own are counts and offsets, far below 2^53. */
export function passageOf(row: Record<string, unknown>): PassageFields {
  return {
    key: row.key as string,
    document: row.document as string,
    revision: Number(row.revision),
    ordinal: Number(row.ordinal),
    passages: Number(row.passages),
    title: row.title as string,
    text: row.text as string,
    start: Number(row.start),
    end: Number(row.end),
    headings: JSON.parse(row.headings as string) as string[],
    partition: row.partition as string,
    expires: Number(row.expires),
    metadata: parseJson64(row.metadata as string) as Record<string, unknown>,
  };
}

/** @param row with the columns by which searches compare */
export function indexedOf(row: Record<string, unknown>): IndexedRow {
  return {
    key: row.key as string,
    document: row.document as string,
    passages: Number(row.passages),
    partition: row.partition as string,
    metadata: parseJson64(row.metadata as string) as Record<string, unknown>,
    terms: row.terms as string,
    vector: Float32Array.from(row.vector as number[]),
  };
}
