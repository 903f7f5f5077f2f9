import { LRUCache } from 'lru-cache';
import { PartRejected } from '../errors.ts';
import type { Connection } from './connection.ts';
import { loadAndWait } from './load.ts';
import { NOT_FOUND, NOT_LOADED, PART } from './normalise.ts';
import type { Capabilities } from './probe.ts';
import { bm25Function, type ViewShape, viewColumns, viewIndexes } from './schema.ts';

export interface Views {
  has(name: string): Promise<boolean>;
  /** Makes what is missing of the view: the collection, its indexes, its being loaded. */
  create(name: string, shape: ViewShape): Promise<void>;
  drop(name: string): Promise<void>;
  ensureLoaded(name: string): Promise<void>;
  /** A call on a loaded view: where the server has not loaded it (it was restarted), it is loaded and asked again. */
  onLoaded<T>(name: string, call: () => Promise<T>): Promise<T>;
  /** The names of the view's columns. The SDK needs to have seen a view's description before any call on it. */
  columns(name: string): Promise<string[]>;
}

/** Views of which the columns are remembered: those of a view never change. */
const KNOWN = 1_000;

export function viewsOf(connection: Connection, capabilities: () => Promise<Capabilities>): Views {
  const loading = new Map<string, Promise<void>>();
  const known = new LRUCache<string, string[]>({ max: KNOWN });

  async function has(name: string): Promise<boolean> {
    const answer = await connection.call('hasCollection', 'read', (client, timeout) =>
      client.hasCollection({ collection_name: name, timeout }),
    );
    return Boolean(answer.value);
  }

  async function create(name: string, shape: ViewShape): Promise<void> {
    const able = await capabilities();
    if (!(await has(name))) {
      await connection.call('createCollection', 'write', (client, timeout) =>
        client.createCollection({
          collection_name: name,
          fields: viewColumns(shape, able),
          functions: able.keyword ? [bm25Function] : undefined,
          consistency_level: 'Strong',
          timeout,
        }),
      );
    }
    const indexed = await indexedColumns(name);
    for (const index of viewIndexes(shape, able)) {
      if (indexed.has(index.field_name)) continue;
      try {
        await connection.call('createIndex', 'write', (client, timeout) =>
          client.createIndex({ collection_name: name, ...index, timeout }),
        );
      } catch (error) {
        // Without an index of documents they are found more slowly, that is all.
        if (index.field_name !== 'document' || !(error instanceof PartRejected)) throw error;
      }
    }
    await ensureLoaded(name);
  }

  async function indexedColumns(name: string): Promise<Set<string>> {
    try {
      const answer = await connection.call('describeIndex', 'read', (client, timeout) =>
        client.describeIndex({ collection_name: name, timeout }),
      );
      return new Set(answer.index_descriptions.map((index) => index.field_name));
    } catch (error) {
      // "There is no index" comes as an error, with a code that differs by server.
      if (error instanceof PartRejected && error.code !== NOT_FOUND) return new Set();
      throw error;
    }
  }

  async function drop(name: string): Promise<void> {
    known.delete(name);
    await connection.call('dropCollection', 'write', (client, timeout) =>
      client.dropCollection({ collection_name: name, timeout }),
    );
  }

  /** One load of a view at a time: two first requests for a collection can make Milvus Lite open it twice. */
  function ensureLoaded(name: string): Promise<void> {
    const running = loading.get(name);
    if (running) return running;
    const mine = load(name).finally(() => loading.delete(name));
    loading.set(name, mine);
    return mine;
  }

  async function load(name: string): Promise<void> {
    const { state } = await connection.call('getLoadState', 'read', (client, timeout) =>
      client.getLoadState({ collection_name: name, timeout }),
    );
    if (state === 'LoadStateLoaded') return;
    if (state === 'LoadStateNotExist') throw new PartRejected(PART, NOT_FOUND, `there is no view ${name}`);
    await loadAndWait(connection, name);
  }

  async function onLoaded<T>(name: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof PartRejected) || error.code !== NOT_LOADED) throw error;
      await ensureLoaded(name);
      return await call();
    }
  }

  async function columns(name: string): Promise<string[]> {
    const names = known.get(name);
    if (names) return names;
    const answer = await connection.call('describeCollection', 'read', (client, timeout) =>
      client.describeCollection({ collection_name: name, cache: true, timeout }),
    );
    const found = answer.schema.fields.map((field) => field.name);
    known.set(name, found);
    return found;
  }

  return { has, create, drop, ensureLoaded, onLoaded, columns };
}
