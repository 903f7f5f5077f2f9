import { checkPart, type PartHealth } from '../health.ts';
import { capabilitiesOf } from './capabilities.ts';
import { compact } from './compact.ts';
import { type Connection, connect, type Deadlines, defaultDeadlines, type Observe } from './connection.ts';
import { PART } from './normalise.ts';
import { type Partitions, partitionsOf } from './partitions.ts';
import type { PassageFields, PassageRow } from './passage.ts';
import type { Capabilities } from './probe.ts';
import { type DocumentRevision, type IndexedRow, type KeyRange, type Reading, readingFrom } from './read.ts';
import type { ViewShape } from './schema.ts';
import { type Searching, searchingIn } from './search.ts';
import { settlingOf } from './settle.ts';
import { turns } from './turns.ts';
import { viewsOf } from './views.ts';
import { writingTo } from './write.ts';

/**
 * The one owner of Milvus. A view is one collection of passages. Whatever the server is, errors are PartUnavailable
 * (away, silent or busy: try again) and PartRejected (it refused: see its `code`); keyword search on a server that has
 * none is userError.notSupported.
 */
export interface VectorStore extends AsyncDisposable {
  /** Found out by trying, at the first call. */
  capabilities(): Promise<Capabilities>;
  health(): Promise<PartHealth>;
  /** Makes the view ready for writes and searches; does nothing where it is. */
  createView(name: string, shape: ViewShape): Promise<void>;
  /** Reads do this by themselves; ahead of time it spares the first search the wait. */
  ensureLoaded(name: string): Promise<void>;
  dropView(name: string): Promise<void>;
  hasView(name: string): Promise<boolean>;
  /**
   * Inserts or replaces rows by key. Resolves when every search sees them.
   * A row that is too large for a column is refused, with code ROW_TOO_LARGE, before anything is sent.
   * @param o.byPartition each row goes into the named partition that its `partition` says. @default false
   */
  write(name: string, rows: readonly PassageRow[], o?: { byPartition: boolean }): Promise<void>;
  /** Deletes the passages of each document whose revision is lower than the one given. Returns how many there were. */
  sweep(name: string, kept: readonly DocumentRevision[]): Promise<number>;
  /** Deletes the passages of each document up to and including a revision. Returns how many there were. */
  remove(name: string, documents: readonly { document: string; upTo: number }[]): Promise<number>;
  /**
   * Makes recent changes cheap to search. To be called when work runs out, and after large changes.
   * @param o.always flushes whatever there is, also where it is little. @default false
   */
  settle(name: string, o?: { always: boolean }): Promise<void>;
  /**
   * Which passages are nearest: by cosine, higher is better. `filter` is a Milvus expression. Up to 16,384 hits a query.
   * What else is to be known of those that are shown, `rowsOf` reads.
   */
  searchVectors: Searching['vectors'];
  /** By BM25, higher is better. A query is encoded terms with spaces between; one without terms finds nothing. */
  searchTerms: Searching['terms'];
  /** The rows with these keys that exist, in any order. */
  rowsOf(name: string, keys: readonly string[]): Promise<PassageFields[]>;
  /** These columns of the rows with these keys that exist, in any order. */
  columnsOf: Reading['columnsOf'];
  /** All passages of these revisions, by document in the order given, then by ordinal. */
  passagesOf(name: string, documents: readonly DocumentRevision[]): Promise<PassageFields[]>;
  /** As `passagesOf`, in any order: what searches compare with, vectors included. */
  indexedOf(name: string, documents: readonly DocumentRevision[]): Promise<IndexedRow[]>;
  /** The encoded terms of the passages with these keys that exist. */
  termsOf(name: string, keys: readonly string[]): Promise<Map<string, string>>;
  /** Merges segments without their deleted rows, beside writes and searches. Resolves when that is done. */
  compact(name: string): Promise<void>;
  /** What is known of the newest revision of each of these documents that exists, without its text. */
  headsOf: Reading['headsOf'];
  /** The vectors of the passages with these keys that exist. */
  vectorsOf(name: string, keys: readonly string[]): Promise<Map<string, Float32Array>>;
  /** The vectors of the passages that pass a filter, in these partitions or in all, by key; 16,000 at most. */
  vectorsBehind: Reading['vectorsBehind'];
  /** Keys of all passages of the documents whose id is after one and up to another, in the order of bytes. */
  keysBetween(name: string, range: { after: string; upTo: string | undefined }): Promise<KeyRange>;
  /** The named partitions of views. */
  partitions: Partitions;
  /** How many passages the view holds, or how many pass the filter. */
  count(name: string, filter?: string): Promise<number>;
  /** The highest revision that is there with all its passages, of each document that has one. */
  revisionsOf(name: string, documents: readonly string[]): Promise<Map<string, number>>;
}

/**
 * Connects at the first call, and again by itself when the server comes back.
 *
 * Writes to one view go one at a time (deletions and flushes are writes too): Milvus Lite was seen to lose rows that it
 * had acknowledged when several came at once. It needs one writing process a view as well, which is the caller's part.
 */
export function vectorStore(o: {
  /** host:port, or https://host:port for TLS. */
  address: string;
  token?: string;
  deadlines?: Partial<Deadlines>;
  observe?: Observe;
}): VectorStore {
  const connection = connect({ ...o, deadlines: { ...defaultDeadlines, ...o.deadlines } });
  const capabilities = capabilitiesOf(connection);
  const views = viewsOf(connection, capabilities);
  const reading = readingFrom(connection, views);
  const searching = searchingIn(connection, views, capabilities);
  const writing = writingTo(connection, views, reading);
  const partitions = partitionsOf(connection);
  const settling = settlingOf(connection, capabilities);
  const inTurn = turns();

  async function remove(name: string, documents: readonly { document: string; upTo: number }[]) {
    return inTurn(name, async () => {
      const removed = await writing.deleteUpTo(name, documents);
      settling.changed(name, removed);
      return removed;
    });
  }

  return {
    capabilities,
    health: () => checkPart(PART, () => describe(connection)),
    createView: (name, shape) => inTurn(name, () => views.create(name, shape)),
    ensureLoaded: (name) => views.ensureLoaded(name),
    dropView: (name) =>
      inTurn(name, async () => {
        await views.drop(name);
        settling.forget(name);
      }),
    hasView: (name) => views.has(name),
    write: (name, rows, o) =>
      inTurn(name, async () => {
        await writing.upsert(name, rows, o?.byPartition ?? false);
        settling.changed(name, rows.length);
      }),
    sweep: (name, kept) =>
      remove(
        name,
        kept.map(({ document, revision }) => ({ document, upTo: revision - 1 })),
      ),
    remove,
    settle: (name, o) => inTurn(name, () => settling.settle(name, o?.always ?? false)),
    compact: (name) => compact(connection, name),
    searchVectors: searching.vectors,
    searchTerms: searching.terms,
    rowsOf: reading.rowsOf,
    columnsOf: reading.columnsOf,
    passagesOf: reading.passagesOf,
    headsOf: reading.headsOf,
    termsOf: reading.termsOf,
    indexedOf: reading.indexedOf,
    vectorsOf: reading.vectorsOf,
    vectorsBehind: reading.vectorsBehind,
    keysBetween: reading.keysBetween,
    partitions: {
      names: partitions.names,
      create: (view, partition) => inTurn(view, () => partitions.create(view, partition)),
      drop: (view, partition) => inTurn(view, () => partitions.drop(view, partition)),
    },
    count: reading.count,
    revisionsOf: reading.revisionsOf,
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

/** One line about a server that answers. */
async function describe(connection: Connection): Promise<string> {
  const { version } = await connection.call('getVersion', 'health', (client) => client.getVersion());
  const { data } = await connection.call('showCollections', 'health', (client) => client.showCollections());
  const loaded = data.filter((collection) => Number(collection.loadedPercentage) === 100);
  return `version ${version}; ${loaded.length} of ${data.length} collections loaded`;
}
