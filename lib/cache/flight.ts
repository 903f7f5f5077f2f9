import { randomUUID } from 'node:crypto';
import type { RedisConnection } from './redis.ts';

/** How long the word of a loader that is heard of no more is good, in milliseconds. */
const GOOD_FOR_MS = 600;
const RENEWED_EVERY_MS = 200;

const RENEW = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`;
const END = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

/** The right to load a value for all processes, until it is disposed of. */
export type Flight = Disposable;

/** Who loads which value, among all processes that share a Redis. */
export interface Flights {
  /** Takes the flight of a key; THEIRS where another process has it, undefined where Redis is away. */
  take(key: string): Promise<Flight | 'THEIRS' | undefined>;
  /** Whether somebody loads it now; undefined where Redis is away. */
  flying(key: string): Promise<boolean | undefined>;
}

/**
 * A flight is a short-lived key in Redis with a token of its holder, which renews it while it loads: one that dies is
 * forgotten within 600 ms, and one that was taken for dead ends nobody else's flight.
 */
export function sharedFlights(redis: RedisConnection, namespace: string): Flights {
  const name = (key: string) => `kitegraph:flight:${namespace}:${key}`;
  return {
    async take(key) {
      const keys = [name(key)];
      const token = randomUUID();
      const answer = await redis.attempt(async (client) => ({
        taken: await client.set(name(key), token, { NX: true, PX: GOOD_FOR_MS }),
      }));
      if (!answer) return undefined;
      if (answer.taken === null) return 'THEIRS';
      const renewing = setInterval(() => {
        const options = { keys, arguments: [token, String(GOOD_FOR_MS)] };
        void redis.attempt((client) => client.eval(RENEW, options));
      }, RENEWED_EVERY_MS);
      renewing.unref();
      return {
        [Symbol.dispose]() {
          clearInterval(renewing);
          void redis.attempt((client) => client.eval(END, { keys, arguments: [token] }));
        },
      };
    },
    async flying(key) {
      const found = await redis.attempt((client) => client.exists(name(key)));
      return found === undefined ? undefined : found > 0;
    },
  };
}
