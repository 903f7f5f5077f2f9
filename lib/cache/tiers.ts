import Keyv from 'keyv';
import { parseJson64, stringifyJson64 } from '../json64.ts';
import { memoryLevel } from './memory.ts';
import type { RedisConnection } from './redis.ts';

export type Level = 'L1' | 'L2';
/** A value and where it came from: NONE when it was loaded just now. */
export interface Found<T, L = Level> {
  value: T;
  level: L;
}

export interface Cache<T> {
  get(key: string): Promise<Found<T> | undefined>;
  /** Writes both levels; a Redis that is away is passed over. */
  set(key: string, value: T): Promise<void>;
  delete(key: string): Promise<void>;
  /** The kept value, or the one that `load` makes, which is then kept where `keep` says so. One flight a key. */
  getOrLoad(
    key: string,
    load: () => Promise<T>,
    keep?: (value: T) => boolean,
  ): Promise<Found<T, Level | 'NONE'>>;
  readonly figures: { hits: Record<Level, number>; misses: number; entries: number; bytes: number };
}

/**
 * A cache of two levels: the memory of this process, then Redis where there is one. What is found in Redis is taken
 * into memory. Values must survive JSON (64-bit integers are kept) and must not be changed once they are in.
 */
export function cache<T>(o: {
  namespace: string;
  ttlMs: number;
  /** @default 1000 */
  entries?: number;
  /** Bound of the first level. @default 64 MiB */
  bytes?: number;
  sizeOf(value: T): number;
  redis?: RedisConnection;
}): Cache<T> {
  const memory = memoryLevel<T>({ ...o, entries: o.entries ?? 1_000, bytes: o.bytes ?? 64 * 1024 * 1024 });
  const l1 = memory.keyv;
  const { redis } = o;
  const l2 = redis && sharedLevel(redis, o.namespace);
  const flights = new Map<string, Promise<Found<T, Level | 'NONE'>>>();
  const hits = { L1: 0, L2: 0 };
  let misses = 0;
  // Up to a tenth longer, so that what was cached together does not run out together.
  const ttl = () => Math.round(o.ttlMs * (1 + Math.random() / 10));

  async function get(key: string): Promise<Found<T> | undefined> {
    const near = await l1.get<T>(key);
    if (near !== undefined) {
      hits.L1++;
      return { value: near, level: 'L1' };
    }
    const far = await redis?.attempt(async () => l2?.get<T>(key, { raw: true }));
    if (far?.value === undefined) {
      misses++;
      return undefined;
    }
    hits.L2++;
    const left = far.expires ? far.expires - Date.now() : o.ttlMs;
    if (left > 0) await l1.set(key, far.value, left);
    return { value: far.value, level: 'L2' };
  }

  async function set(key: string, value: T): Promise<void> {
    const life = ttl();
    await l1.set(key, value, life);
    await redis?.attempt(async () => l2?.set(key, value, life));
  }

  async function load(key: string, make: () => Promise<T>, keep: (value: T) => boolean) {
    const found = await get(key);
    if (found) return found;
    const value = await make();
    if (keep(value)) await set(key, value);
    return { value, level: 'NONE' as const };
  }

  return {
    get,
    set,
    async delete(key) {
      await l1.delete(key);
      await redis?.attempt(async () => l2?.delete(key));
    },
    getOrLoad(key, make, keep = () => true) {
      const flying = flights.get(key);
      if (flying) return flying;
      const flight = load(key, make, keep).finally(() => flights.delete(key));
      flights.set(key, flight);
      return flight;
    },
    get figures() {
      return { hits: { ...hits }, misses, entries: memory.entries(), bytes: memory.bytes() };
    },
  };
}

function sharedLevel(redis: RedisConnection, namespace: string): Keyv {
  const keyv = new Keyv({
    store: redis.store(),
    namespace: `kitegraph:${namespace}`,
    useKeyPrefix: false,
    serialize: stringifyJson64,
    deserialize: (text) => parseJson64(text) as { value: never },
    throwOnErrors: true,
  });
  keyv.on('error', () => undefined); // said by the owner of the connection
  return keyv;
}
