import { EventEmitter } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { mayUse } from '../../../lib/access.ts';
import type { Caller } from '../../../lib/caller.ts';
import type { Database } from '../../../lib/database/database.ts';
import { PartUnavailable } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { logger } from '../../../lib/log.ts';
import { gathered } from '../search/gathered.ts';
import {
  type CollectionEntry,
  type PositionRow,
  sayGone,
  sayRead,
  selectCollections,
  selectPositions,
} from './statements.ts';
import { within } from './within.ts';

const POLL_MS = 15_000;
const RETRY_MS = 1_000;
const SAY_MS = 5_000;
/** What a search lets PostgreSQL take before it goes on with what it knows, in milliseconds. */
const ANSWER_WITHIN_MS = 1_000;

/** What a search needs to know of the collections. */
export interface Catalog extends AsyncDisposable {
  /** A collection by its id or name, as last read; undefined where there is none. */
  find(idOrName: string): CollectionEntry | undefined;
  /** Names of the collections that a caller sees. */
  names(caller: Caller): string[];
  /**
   * Collections with their applied positions as PostgreSQL has them now. `stale` says that PostgreSQL is away and the
   * answer is the last that was read.
   * @throws PartUnavailable where nothing was ever read
   */
  lookUp(idsOrNames: readonly string[]): Promise<{ found: (CollectionEntry | undefined)[]; stale: boolean }>;
  /**
   * The collections as `lookUp` gave them last, where its last two looks found the same: they are likely to be so still, which the
   * next look tells by giving the very same entries. undefined where that is not so of each.
   */
  likely(idsOrNames: readonly string[]): CollectionEntry[] | undefined;
  /** The serving view of a collection and its applied position now; undefined where there is no such collection. */
  position(collectionId: string): Promise<PositionRow | undefined>;
  /** Calls back when a collection (its id) may have changed; `undefined`: any may have. Returns how to stop. */
  onChange(callback: (collectionId: string | undefined) => void): () => void;
}

interface Looked {
  /** As the snapshot of the catalog has it. */
  known: CollectionEntry;
  row: PositionRow;
  entry: CollectionEntry;
  /** The look before found the same. */
  steady: boolean;
}

/**
 * A snapshot of the collections, kept fresh by notifications and a slow poll. It starts without PostgreSQL too and comes
 * up by itself; while PostgreSQL is away the last snapshot serves on.
 *
 * @param prepare runs once before the first read (migrations)
 */
export async function startCatalog(o: { db: Database; prepare: () => Promise<void> }): Promise<Catalog> {
  const log = logger('catalog');
  const changes = new EventEmitter().setMaxListeners(0);
  let byKey: Map<string, CollectionEntry> | undefined;
  let prepared = false;
  let awaySince: number | undefined;
  let closed = false;
  const reader = newId('reader');

  // A look that has begun may miss what was committed since: who asks meanwhile shares the next one.
  const positionOf = gathered<string, PositionRow | undefined>(
    async (ids) => {
      const rows = await selectPositions(o.db, [...new Set(ids)]);
      const byId = new Map(rows.map((row) => [row.collection, row]));
      return ids.map((id) => byId.get(id));
    },
    { inFlight: 2, largest: 1_000 },
  );

  async function read(): Promise<void> {
    if (!prepared) await o.prepare();
    prepared = true;
    const [{ now } = { now: new Date() }] = await o.db.query<{ now: Date }>('select now() as now');
    const entries = await selectCollections(o.db);
    // A name wins over another collection's id.
    byKey = new Map([...entries.map((e) => [e.id, e] as const), ...entries.map((e) => [e.name, e] as const)]);
    for (const id of looked.keys()) if (!byKey.has(id)) looked.delete(id);
    if (awaySince !== undefined) log.info('PostgreSQL is there (again)');
    awaySince = undefined;
    await said(now);
  }

  let saidAt = Number.NEGATIVE_INFINITY;
  /** Now and then, says which catalog this service goes by. */
  async function said(readAt: Date): Promise<void> {
    if (closed || performance.now() - saidAt < SAY_MS) return;
    saidAt = performance.now();
    await sayRead(o.db, reader, readAt);
  }

  let reading: Promise<void> | undefined;
  let again: Promise<void> | undefined;
  /** Reads all that was committed before this call: joins no read that has begun already, but the one after it. */
  function refresh(): Promise<void> {
    if (reading) {
      again ??= reading.then(() => refresh()).finally(() => (again = undefined));
      return again;
    }
    const result = read().catch(away);
    reading = result
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => (reading = undefined));
    return result;
  }

  function away(error: unknown): never {
    if (error instanceof PartUnavailable) {
      if (awaySince === undefined) log.warn({ err: error.message }, 'going on with the last catalog');
      awaySince = performance.now();
    } else if (!closed) log.error({ err: error }, 'the catalog could not be read');
    throw error;
  }

  /** Asks PostgreSQL; undefined where it is away or was a moment ago. */
  async function ask<T>(question: () => Promise<T>): Promise<T | undefined> {
    if (awaySince !== undefined && performance.now() - awaySince < RETRY_MS) return undefined;
    try {
      return await within(ANSWER_WITHIN_MS, question(), 'PostgreSQL');
    } catch (error) {
      if (!(error instanceof PartUnavailable)) throw error;
      awaySince = performance.now();
      return undefined;
    }
  }

  const find = (idOrName: string) => byKey?.get(idOrName);

  /** What was looked at last, by the collection's id. */
  const looked = new Map<string, Looked>();

  /** A collection as a row says that it is now: the same entry as before where nothing has changed. */
  function entryNow(known: CollectionEntry, row: PositionRow): CollectionEntry {
    const before = looked.get(known.id);
    if (before && before.known === known && isDeepStrictEqual(before.row, row)) {
      before.steady = true;
      return before.entry;
    }
    const { collection: _, view: __, position: appliedPosition, changes, ...others } = row;
    const entry = { ...known, ...others, view: { ...known.view, appliedPosition, changes } };
    looked.set(known.id, { known, row, entry, steady: false });
    return entry;
  }

  function likely(idsOrNames: readonly string[]): CollectionEntry[] | undefined {
    const entries = idsOrNames.map((key) => {
      const known = find(key);
      const last = known && looked.get(known.id);
      return last?.steady && last.known === known ? last.entry : undefined;
    });
    return entries.every((entry) => entry !== undefined) ? entries : undefined;
  }

  async function lookUp(idsOrNames: readonly string[]) {
    const refreshed = () => ask(() => refresh().then(() => true));
    if (idsOrNames.some((key) => !find(key)) && !(await refreshed())) {
      // It may well exist: made since the last look, or never looked for yet.
      const unknown = idsOrNames.filter((key) => !find(key)).map((key) => `"${key}"`);
      throw new PartUnavailable(
        'PostgreSQL',
        `whether there is a collection ${unknown.join(', ')} cannot be told`,
      );
    }
    const known = idsOrNames.map(find);
    const ids = known.flatMap((entry) => entry?.id ?? []);
    const answers = await ask(() => Promise.all(ids.map((id) => positionOf(id))));
    if (!answers) return { found: known, stale: true };
    const current = new Map(answers.flatMap((row) => (row ? [[row.collection, row] as const] : [])));
    const isAsRead = (entry: CollectionEntry) => {
      const now = current.get(entry.id);
      return now?.view === entry.view.id && now.fieldsDigest === entry.fieldsDigest;
    };
    if (!known.every((entry) => !entry || isAsRead(entry))) {
      const stale = !(await refreshed());
      return { found: idsOrNames.map(find), stale };
    }
    const found = known.map((entry) => {
      if (!entry) return undefined;
      const now = current.get(entry.id);
      return now ? entryNow(entry, now) : entry;
    });
    return { found, stale: false };
  }

  const changed = (collectionId?: string) => {
    changes.emit('change', collectionId);
    void refresh().catch(() => undefined);
  };
  const listening = await o.db.listen('kitegraph_catalog', changed, () => changed());
  await within(5 * ANSWER_WITHIN_MS, refresh(), 'PostgreSQL').catch(() => undefined);

  let timer: NodeJS.Timeout;
  const poll = () => {
    timer = setTimeout(
      () =>
        void refresh()
          .catch(() => undefined)
          .then(() => closed || poll()),
      byKey && awaySince === undefined ? POLL_MS : RETRY_MS,
    );
  };
  poll();

  return {
    find,
    names: (caller) => {
      const seen = [...(byKey?.values() ?? [])].filter((collection) => mayUse(collection, caller));
      return [...new Set(seen.map(({ name }) => name))].sort();
    },
    lookUp,
    likely,
    position: positionOf,
    onChange(callback) {
      changes.on('change', callback);
      return () => changes.off('change', callback);
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      clearTimeout(timer);
      await listening[Symbol.asyncDispose]();
      await reading;
      if (byKey) await within(ANSWER_WITHIN_MS, sayGone(o.db, reader), 'PostgreSQL').catch(() => undefined);
    },
  };
}
