/** One passage of one revision of a document, as a view keeps it. */
export interface PassageRow {
  /** {@link passageKey}: it never changes its meaning, so that writing it again changes nothing. */
  key: string;
  /** The user's document id. */
  document: string;
  revision: number;
  /** Place among the document's passages, from 0. */
  ordinal: number;
  /** How many passages this revision of the document has. */
  passages: number;
  title: string;
  text: string;
  /** UTF-16 offsets of `text` in the document's content. */
  start: number;
  end: number;
  /** The Markdown headings that it stands under and that are not in it, the outermost first. */
  headings: string[];
  /** The document's partition, or its tenant; '' where it has none. */
  partition: string;
  /** When the document expires, in epoch milliseconds; 0: never. */
  expires: number;
  /** 64-bit integers beyond 2^53 as bigint. */
  metadata: Record<string, unknown>;
  /** Our own analysis of title and text: encoded terms, separated by spaces. */
  terms: string;
  vector: Float32Array;
}

export type PassageFields = Omit<PassageRow, 'vector' | 'terms'>;

/** The key of a passage. Two different passages never share one: what follows the last two colons is digits. */
export function passageKey(document: string, revision: number, ordinal: number): string {
  return `${document}:${revision}:${ordinal}`;
}

/** Which passage: of which revision of which document. */
export interface PassagePlace {
  key: string;
  document: string;
  revision: number;
  ordinal: number;
}

/** What a key says. */
export function placeOf(key: string): PassagePlace {
  const second = key.lastIndexOf(':');
  const first = key.lastIndexOf(':', second - 1);
  return {
    key,
    document: key.slice(0, first),
    revision: digits(key, first + 1, second),
    ordinal: digits(key, second + 1, key.length),
  };
}

/** The number in a part of a text. Hundreds are read in each search, so none becomes a text of its own first. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = 10 * number + text.charCodeAt(at) - 48;
  return number;
}

/** What fits in a column, in bytes of UTF-8 (Milvus counts bytes, not characters). */
export const columnBytes = {
  key: 2_048,
  document: 2_000,
  title: 65_535,
  text: 65_535,
  terms: 65_535,
  headings: 8_192,
  partition: 1_024,
} as const;
/** Milvus's limit on the value of a JSON column, in bytes. */
export const metadataBytes = 65_536;

/**
 * Why a server would refuse this row, or undefined. To be asked before a batch is written, because one such row makes
 * the whole batch fail.
 */
export function refusal(row: PassageRow, metadata: string): string | undefined {
  for (const [column, limit] of Object.entries(columnBytes)) {
    const given = row[column as keyof typeof columnBytes];
    const value = typeof given === 'string' ? given : JSON.stringify(given);
    // A UTF-16 unit takes at most three bytes.
    if (value.length * 3 > limit && Buffer.byteLength(value) > limit) {
      return `${column} of passage ${row.key.slice(0, 200)} takes ${Buffer.byteLength(value)} bytes; ${limit} fit`;
    }
  }
  if (metadata.length * 3 > metadataBytes && Buffer.byteLength(metadata) > metadataBytes) {
    return `metadata of passage ${row.key} takes ${Buffer.byteLength(metadata)} bytes; ${metadataBytes} fit`;
  }
  return undefined;
}
