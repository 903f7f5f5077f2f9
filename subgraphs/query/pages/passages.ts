import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { PassageFields } from '../../../lib/milvus/passage.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import { gathered } from '../search/gathered.ts';
import type { CallCounter } from '../statistics/metrics.ts';

interface InView {
  /** Name of the physical collection. */
  view: string;
}

/** Reads what one request shows: each thing once, those of one view together. */
export interface PassageReader {
  /** One passage; undefined where it is not there. */
  row(key: InView & WantedRow): Promise<PassageFields | undefined>;
  /** All passages of a revision of a document, by ordinal; none where it is not there. */
  passages(key: InView & { document: string; revision: number }): Promise<PassageFields[]>;
  /** The highest revision of a document; undefined where it is not there at all. */
  revision(key: InView & { document: string }): Promise<number | undefined>;
}

export interface WantedRow {
  key: string;
  /** The state of the view (`ViewEntry.changes`) that the asker goes by. */
  changes: number;
  /** A search has found it just now: it need not be looked up whether it is still there. */
  found?: boolean | undefined;
}

/** Reads rows of a view by their keys. */
export type ReadRows = (view: string, wanted: readonly WantedRow[]) => Promise<Map<string, PassageFields>>;

const VIEWS = 500;
const CALLS_AT_ONCE = 2;
const REQUESTS_IN_A_CALL = 32;

/** Lets all requests that read rows of one view share calls. */
export function sharedRows(store: VectorStore, calls: CallCounter): ReadRows {
  type Ask = (keys: readonly string[]) => Promise<Map<string, PassageFields>>;
  const open = new LRUCache<string, Ask>({ max: VIEWS });
  return (view, wanted) => {
    let ask = open.get(view);
    if (!ask) {
      ask = gathered<readonly string[], Map<string, PassageFields>>(
        async (asked) => {
          const different = [...new Set(asked.flat())];
          calls.count('rows', different.length);
          const rows = new Map((await store.rowsOf(view, different)).map((row) => [row.key, row]));
          return asked.map(() => rows);
        },
        { inFlight: CALLS_AT_ONCE, largest: REQUESTS_IN_A_CALL },
      );
      open.set(view, ask);
    }
    return ask(wanted.map(({ key }) => key));
  };
}

export function passageReader(store: VectorStore, readRows: ReadRows, calls: CallCounter): PassageReader {
  const rows = loader<InView & WantedRow, PassageFields | undefined>(
    ({ view, changes, found, key }) => `${view} ${changes} ${found} ${key}`,
    async (view, wanted) => {
      const found = await readRows(view, wanted);
      return ({ key }) => found.get(key);
    },
  );
  const passages = loader<InView & { document: string; revision: number }, PassageFields[]>(
    ({ view, revision, document }) => `${view} ${revision} ${document}`,
    async (view, documents) => {
      calls.count('passages', documents.length);
      const found = Map.groupBy(await store.passagesOf(view, documents), (row) => row.document);
      return ({ document, revision }) =>
        (found.get(document) ?? []).filter((row) => row.revision === revision);
    },
  );
  const revisions = loader<InView & { document: string }, number | undefined>(
    ({ view, document }) => `${view} ${document}`,
    async (view, documents) => {
      calls.count('revisions', documents.length);
      const found = await store.revisionsOf(
        view,
        documents.map(({ document }) => document),
      );
      return ({ document }) => found.get(document);
    },
  );
  return {
    row: (key) => rows.load(key),
    passages: (key) => passages.load(key),
    revision: (key) => revisions.load(key),
  };
}

/**
 * @param nameOf equal for equal keys
 * @param read one call for the keys of one view; returns how to pick the answer to a key
 */
function loader<K extends InView, V>(
  nameOf: (key: K) => string,
  read: (view: string, keys: K[]) => Promise<(key: K) => V>,
) {
  return new DataLoader<K, V, string>(
    async (keys) => {
      const views = [...Map.groupBy(keys, ({ view }) => view)];
      const pickers = await Promise.all(
        views.map(async ([view, its]) => [view, await read(view, its)] as const),
      );
      const byView = new Map(pickers);
      return keys.map((key) => (byView.get(key.view) as (key: K) => V)(key));
    },
    { cacheKeyFn: nameOf },
  );
}
