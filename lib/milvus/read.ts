import type { Connection } from './connection.ts';
import { chunks, isOneOf, quoted } from './expression.ts';
import { type PassageFields, type PassageRow, passageKey, placeOf } from './passage.ts';
import { columnsOf, comparedColumns, hitColumns, indexedOf, passageOf } from './rows.ts';
import type { Views } from './views.ts';

/** Milvus gives at most 16,384 rows in an answer. */
const MOST_ROWS = 16_000;
/** Rows of a few KB each in one answer. */
const PASSAGES_IN_A_CALL = 500;
const DOCUMENTS_IN_A_CALL = 500;
/** Rows without their texts are small, unless their metadata is not. */
const SMALL_ROWS_IN_A_CALL = 1_000;

type Row = Record<string, unknown>;
/** Bounded: what the server has at hand. Strong: all that was written before, which a real Milvus waits for. */
type Level = 'Bounded' | 'Strong';
export interface DocumentRevision {
  document: string;
  revision: number;
}

/** What the first passage of a document says of it. */
export type Head = Pick<PassageFields, (typeof headColumns)[number]>;
const headColumns = ['document', 'revision', 'title', 'partition', 'expires', 'metadata'] as const;
/** A passage as searches compare it. */
export type IndexedRow = Pick<
  PassageRow,
  'key' | 'document' | 'passages' | 'partition' | 'metadata' | 'terms' | 'vector'
>;

/** Keys of the passages of documents in a range of ids. */
export interface KeyRange {
  /** By document, as they come. */
  keys: { key: string; passages: number }[];
  /** Not all of them: the range holds more than an answer can. */
  more: boolean;
}

export interface Reading {
  /** Waits until every read sees all that was written before, and tells whether there is a row with this key. */
  afterWrites(name: string, key: string): Promise<boolean>;
  /** Keys of passages up to a revision of each document; not all of them when `more`. */
  keysUpTo(
    name: string,
    documents: readonly { document: string; upTo: number }[],
  ): Promise<{ keys: string[]; more: boolean }>;
  rowsOf(name: string, keys: readonly string[]): Promise<PassageFields[]>;
  columnsOf<Column extends keyof PassageFields>(
    name: string,
    keys: readonly string[],
    columns: readonly Column[],
  ): Promise<Pick<PassageFields, Column>[]>;
  passagesOf(name: string, documents: readonly DocumentRevision[]): Promise<PassageFields[]>;
  indexedOf(name: string, documents: readonly DocumentRevision[]): Promise<IndexedRow[]>;
  revisionsOf(name: string, documents: readonly string[]): Promise<Map<string, number>>;
  headsOf(name: string, documents: readonly string[]): Promise<Map<string, Head>>;
  termsOf(name: string, keys: readonly string[]): Promise<Map<string, string>>;
  vectorsOf(name: string, keys: readonly string[]): Promise<Map<string, Float32Array>>;
  vectorsBehind(
    name: string,
    o: { filter: string; partitions?: readonly string[] | undefined },
  ): Promise<Map<string, Float32Array>>;
  keysBetween(name: string, range: { after: string; upTo: string | undefined }): Promise<KeyRange>;
  count(name: string, filter?: string): Promise<number>;
}

/** Reads of views by their columns. None pages by offset: rows that come and go meanwhile would shift the pages. */
export function readingFrom(connection: Connection, views: Views): Reading {
  async function query(name: string, filter: string, columns: string[], level: Level): Promise<Row[]> {
    const answer = await views.onLoaded(name, () =>
      connection.call('query', 'read', (client, timeout) =>
        client.query({
          collection_name: name,
          filter,
          output_fields: columns,
          // The SDK drops a level that is given by number.
          consistency_level: level as never,
          ...(columns[0] !== 'count(*)' && { limit: MOST_ROWS }),
          timeout,
        }),
      ),
    );
    return answer.data;
  }

  const withKeys = (name: string, keys: readonly string[], columns: string[], level: Level) =>
    query(name, isOneOf('key', keys), columns, level);

  const afterWrites: Reading['afterWrites'] = async (name, key) =>
    (await withKeys(name, [key], ['key'], 'Strong')).length > 0;

  const keysUpTo: Reading['keysUpTo'] = async (name, documents) => {
    const upTo = new Map(documents.map((one) => [one.document, one.upTo]));
    const highest = Math.max(...upTo.values());
    const filter = `${isOneOf('document', upTo.keys())} and revision <= ${highest}`;
    const rows = await query(name, filter, ['key', 'document', 'revision'], 'Bounded');
    if (rows.length >= MOST_ROWS && documents.length > 1) {
      const half = documents.length >> 1;
      const parts = [documents.slice(0, half), documents.slice(half)];
      const found = await Promise.all(parts.map((part) => keysUpTo(name, part)));
      return { keys: found.flatMap((one) => one.keys), more: found.some((one) => one.more) };
    }
    const old = rows.filter((row) => Number(row.revision) <= (upTo.get(row.document as string) ?? -1));
    return { keys: old.map((row) => row.key as string), more: rows.length >= MOST_ROWS };
  };

  async function read<T>(
    name: string,
    some: readonly string[],
    columns: string[],
    rowOf: (row: Row) => T,
  ): Promise<T[]> {
    const found: T[] = [];
    for (const part of chunks(some, PASSAGES_IN_A_CALL)) {
      for (const row of await withKeys(name, part, columns, 'Bounded')) found.push(rowOf(row));
    }
    return found;
  }

  /** All passages of these revisions: the first ones tell how many there are. */
  async function whole<T extends { key: string; passages: number }>(
    documents: readonly DocumentRevision[],
    some: (keys: readonly string[]) => Promise<T[]>,
  ): Promise<T[]> {
    const heads = await some(documents.map((one) => passageKey(one.document, one.revision, 0)));
    const others = heads.flatMap(({ key, passages }) => {
      const { document, revision } = placeOf(key);
      return Array.from({ length: passages - 1 }, (_, index) => passageKey(document, revision, index + 1));
    });
    return [...heads, ...(await some(others))];
  }

  const passages = (name: string, some: readonly string[]) => read(name, some, [...hitColumns], passageOf);

  const someColumnsOf: Reading['columnsOf'] = async (name, keys, columns) => {
    const size = columns.some((column) => column === 'text') ? PASSAGES_IN_A_CALL : SMALL_ROWS_IN_A_CALL;
    const parts = await Promise.all(
      chunks(keys, size).map((part) => withKeys(name, part, [...columns], 'Bounded')),
    );
    return parts.flat().map((row) => columnsOf(row, columns));
  };

  const passagesOf: Reading['passagesOf'] = async (name, documents) => {
    const all = await whole(documents, (some) => passages(name, some));
    const place = new Map(documents.map((one, index) => [one.document, index]));
    return all.sort(
      (a, b) => (place.get(a.document) ?? 0) - (place.get(b.document) ?? 0) || a.ordinal - b.ordinal,
    );
  };

  /** A revision counts when its first and its last passage are there: they are written in order. */
  const revisionsOf: Reading['revisionsOf'] = async (name, documents) => {
    const newest = new Map<string, number>();
    for (const part of chunks(documents, DOCUMENTS_IN_A_CALL)) {
      const filter = `${isOneOf('document', part)} and ordinal == 0`;
      const heads = await query(name, filter, ['document', 'revision', 'passages'], 'Strong');
      const ends = heads.map((head) =>
        passageKey(head.document as string, Number(head.revision), Number(head.passages) - 1),
      );
      const there = new Set<unknown>();
      for (const some of chunks(ends, 10 * PASSAGES_IN_A_CALL)) {
        for (const row of await withKeys(name, some, ['key'], 'Bounded')) there.add(row.key);
      }
      heads.forEach((head, index) => {
        const document = head.document as string;
        const revision = Number(head.revision);
        if (there.has(ends[index]) && revision > (newest.get(document) ?? -1)) newest.set(document, revision);
      });
    }
    return newest;
  };

  const headsOf: Reading['headsOf'] = async (name, documents) => {
    const newest = new Map<string, Head>();
    for (const part of chunks(documents, DOCUMENTS_IN_A_CALL)) {
      const filter = `${isOneOf('document', part)} and ordinal == 0`;
      for (const row of await query(name, filter, [...headColumns], 'Bounded')) {
        const head = columnsOf(row, headColumns);
        const other = newest.get(head.document);
        if (!other || head.revision > other.revision) newest.set(head.document, head);
      }
    }
    return newest;
  };

  const vectorsOf: Reading['vectorsOf'] = async (name, keys) => {
    const found = new Map<string, Float32Array>();
    for (const part of chunks(keys, PASSAGES_IN_A_CALL)) {
      for (const { key, vector } of await withKeys(name, part, ['key', 'vector'], 'Bounded')) {
        found.set(key as string, Float32Array.from(vector as number[]));
      }
    }
    return found;
  };

  const vectorsBehind: Reading['vectorsBehind'] = async (name, { filter, partitions }) => {
    const within = partitions ? isOneOf('partition', partitions) : '';
    const both = [within, filter].filter((part) => part !== '').join(' and ');
    const rows = await query(name, both, ['key', 'vector'], 'Bounded');
    return new Map(rows.map(({ key, vector }) => [key as string, Float32Array.from(vector as number[])]));
  };

  const keysBetween: Reading['keysBetween'] = async (name, { after, upTo }) => {
    const end = upTo === undefined ? '' : ` and document <= ${quoted(upTo)}`;
    const filter = `document > ${quoted(after)}${end}`;
    const rows = await query(name, filter, ['key', 'passages'], 'Strong');
    return {
      keys: rows.map((row) => ({ key: row.key as string, passages: Number(row.passages) })),
      more: rows.length >= MOST_ROWS,
    };
  };

  const count: Reading['count'] = async (name, filter = '') => {
    const [row] = await query(name, filter, ['count(*)'], 'Bounded');
    return Number(row?.['count(*)'] ?? 0);
  };

  return {
    afterWrites,
    keysUpTo,
    rowsOf: passages,
    columnsOf: someColumnsOf,
    passagesOf,
    async termsOf(name, keys) {
      const rows = await read(
        name,
        keys,
        ['key', 'terms'],
        ({ key, terms }) => [key, terms] as [string, string],
      );
      return new Map(rows);
    },
    indexedOf: (name, documents) => whole(documents, (some) => read(name, some, comparedColumns, indexedOf)),
    revisionsOf,
    headsOf,
    vectorsOf,
    vectorsBehind,
    keysBetween,
    count,
  };
}
