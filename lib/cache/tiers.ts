import { setTimeout as delay } from 'node:timers/promises';
import Keyv from 'keyv';
import { parseJson64, stringifyJson64 } from '../json64.ts';
import { sharedFlights } from './flight.ts';
import { memoryLevel } from './memory.ts';
import type { RedisConnection } from './redis.ts';

/** How long a value that another process loads is waited for, in milliseconds. */
const WAIT_MS = 2_000;
const LONGEST_PAUSE_MS = 25;

export type Level = 'L1' | 'L2';
/** A value and where it came from: NONE when it was loaded just now. */
export interface Found<T, L = Level> {
  value: T;
  level: L;
}

export interface Cache<T> {
  get(key: string): Promise<Found<T> | undefined>;
  /** Writes both levels; a Redis that is away is passed over. @param ttlMs @default that of the cache */
  set(key: string, value: T, ttlMs?: number): Promise<void>;
  delete(key: string): Promise<void>;
  /**
   * The kept value, or the one that `load` makes, which is then kept where `keep` says so. One flight a key, among all
   * processes where Redis is there: who finds another loading waits for its value, but not for one that dies or takes
   * over two seconds.
   */
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
  /** Values that cannot always be made again: Redis is asked for them with more patience. */
  precious?: boolean;
}): Cache<T> {
  const memory = memoryLevel<T>({ ...o, entries: o.entries ?? 1_000, bytes: o.bytes ?? 64 * 1024 * 1024 });
  const l1 = memory.keyv;
  const { redis } = o;
  const l2 = redis && sharedLevel(redis, o.namespace);
  const flights = redis && sharedFlights(redis, o.namespace);
  const own = new Map<string, Promise<Found<T, Level | 'NONE'>>>();
  const hits = { L1: 0, L2: 0 };
  let misses = 0;
  // Up to a tenth longer, so that what was cached together does not run out together.
  const lifeOf = (ms: number) => Math.round(ms * (1 + Math.random() / 10));

  async function near(key: string): Promise<Found<T> | undefined> {
    const value = await l1.get<T>(key);
    return value === undefined ? undefined : { value, level: 'L1' };
  }

  /** What Redis has, taken into memory. */
  async function far(key: string): Promise<Found<T> | undefined> {
    const read = async () => l2?.get<T>(key, { raw: true });
    const found = await (o.precious ? redis?.insist(read) : redis?.attempt(read));
    if (found?.value === undefined) return undefined;
    const left = found.expires ? found.expires - Date.now() : o.ttlMs;
    if (left > 0) await l1.set(key, found.value, left);
    return { value: found.value, level: 'L2' };
  }

  function counted(found: Found<T> | undefined): Found<T> | undefined {
    if (found) hits[found.level]++;
    else misses++;
    return found;
  }

  const get = async (key: string) => counted((await near(key)) ?? (await far(key)));

  async function set(key: string, value: T, ttlMs = o.ttlMs): Promise<void> {
    const life = lifeOf(ttlMs);
    await l1.set(key, value, life);
    const write = async () => l2?.set(key, value, life);
    await (o.precious ? redis?.leave(write) : redis?.attempt(write));
  }

  /** What another process is loading; undefined where it does not come, or not soon. */
  async function theirs(key: string): Promise<Found<T> | undefined> {
    const until = performance.now() + WAIT_MS;
    for (let pause = 4; performance.now() < until; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      await delay(pause);
      // In this order on one connection: a flight that has ended has left its value before.
      const [flying, found] = await Promise.all([flights?.flying(key), far(key)]);
      if (found || !flying) return found;
    }
    return undefined;
  }

  async function load(key: string, make: () => Promise<T>, keep: (value: T) => boolean) {
    const loaded = async () => {
      const value = await make();
      if (keep(value)) await set(key, value);
      return { value, level: 'NONE' as const };
    };
    const found = (await near(key)) ?? (await far(key));
    if (found || !flights) return counted(found) ?? loaded();
    // Looked up again: it may have been loaded between the first look and now.
    const [flight, late] = await Promise.all([flights.take(key), far(key)]);
    if (flight === 'THEIRS') return counted(late ?? (await theirs(key))) ?? loaded();
    using _flight = flight;
    return counted(late) ?? (await loaded());
  }

  return {
    get,
    set,
    async delete(key) {
      await l1.delete(key);
      await redis?.attempt(async () => l2?.delete(key));
    },
    getOrLoad(key, make, keep = () => true) {
      const flying = own.get(key);
      if (flying) return flying;
      const flight = load(key, make, keep).finally(() => own.delete(key));
      own.set(key, flight);
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
