import Keyv from 'keyv';
import { LRUCache } from 'lru-cache';

export interface MemoryLevel {
  keyv: Keyv;
  entries(): number;
  /** Bytes, as `sizeOf` told them. */
  bytes(): number;
}

/**
 * The first level of a cache: the most recently used values, in the memory of this process, bounded by number and by
 * bytes. Values are kept as they are, so whoever takes one out must not change it.
 */
export function memoryLevel<T>(o: {
  namespace: string;
  entries: number;
  bytes: number;
  /** Bytes that a value takes, roughly. */
  sizeOf(value: T): number;
}): MemoryLevel {
  type Entry = { value: T; expires?: number };
  const lru = new LRUCache<string, Entry>({
    max: o.entries,
    maxSize: o.bytes,
    sizeCalculation: (entry) => Math.max(1, Math.ceil(o.sizeOf(entry.value))),
  });
  const store = {
    get: (key: string) => lru.get(key),
    set: (key: string, entry: Entry, ttl?: number) => void lru.set(key, entry, ttl ? { ttl } : {}),
    delete: (key: string) => lru.delete(key),
    clear: () => lru.clear(),
  };
  const keyv = new Keyv({ store, namespace: o.namespace, serialize: undefined, deserialize: undefined });
  return { keyv, entries: () => lru.size, bytes: () => lru.calculatedSize };
}
