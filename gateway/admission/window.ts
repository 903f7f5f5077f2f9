import { LRUCache } from 'lru-cache';
import type { RedisConnection } from '../../lib/cache/redis.ts';

/** What has been used of a limit, and whether there was room for more. */
export interface Taking {
  took: boolean;
  /** Units that are left now. */
  left: number;
  /** Until the window ends, in milliseconds. */
  resetMs: number;
  /** Until there would be room, in milliseconds; 0 where there was. */
  waitMs: number;
}

export interface Limit {
  /** Units in `everyMs`. */
  most: number;
  everyMs: number;
}

export interface Windows {
  take(key: string, units: number, limit: Limit): Promise<Taking>;
  /** Gives back what was not used after all. */
  give(key: string, units: number, limit: Limit): Promise<void>;
}

/** Clients that are remembered at once; beyond that, whoever asked longest ago begins anew. */
const MOST_KEYS = 100_000;

interface Counts {
  window: number;
  now: number;
  before: number;
}

/**
 * Counts in windows that slide: what was used in the window before counts by the share of it that is still within `everyMs`.
 * So nobody has twice the limit at the border between two windows, and one number a window is all that is kept.
 */
function judge({ now, before }: Counts, units: number, { most, everyMs }: Limit, elapsed: number): Taking {
  const used = now + before * (1 - elapsed / everyMs);
  const took = used + units <= most;
  const resetMs = everyMs - elapsed;
  const left = Math.max(0, Math.floor(most - used - (took ? units : 0)));
  if (took) return { took, left, resetMs, waitMs: 0 };
  const room = most - units;
  const waitMs =
    now <= room
      ? (1 - (room - now) / before) * everyMs - elapsed
      : resetMs + (room > 0 ? (1 - room / now) * everyMs : everyMs);
  return { took, left, resetMs, waitMs: Math.max(1, waitMs) };
}

/** Windows in the memory of this process. @param clock milliseconds */
export function memoryWindows(clock: () => number = Date.now): Windows {
  const counts = new LRUCache<string, Counts>({ max: MOST_KEYS });

  function current(key: string, everyMs: number): { count: Counts; elapsed: number } {
    const time = clock();
    const window = Math.floor(time / everyMs);
    const known = counts.get(key);
    const count =
      known?.window === window
        ? known
        : { window, now: 0, before: known?.window === window - 1 ? known.now : 0 };
    counts.set(key, count);
    return { count, elapsed: time - window * everyMs };
  }

  return {
    async take(key, units, limit) {
      const { count, elapsed } = current(key, limit.everyMs);
      const taking = judge(count, units, limit, elapsed);
      if (taking.took) count.now += units;
      return taking;
    },
    async give(key, units, { everyMs }) {
      const { count } = current(key, everyMs);
      count.now = Math.max(0, count.now - units);
    },
  };
}

const TAKE = `
local now = tonumber(redis.call('GET', KEYS[1]) or '0')
local before = tonumber(redis.call('GET', KEYS[2]) or '0')
if now + before * tonumber(ARGV[3]) + tonumber(ARGV[1]) <= tonumber(ARGV[2]) then
  redis.call('INCRBY', KEYS[1], ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
return { now, before }`;

/**
 * Windows in Redis, which all gateways share. While it is away each counts for itself.
 * @param said is told when that changes
 */
export function sharedWindows(
  redis: RedisConnection,
  said: (shared: boolean) => void,
  clock: () => number = Date.now,
): Windows {
  const own = memoryWindows(clock);
  let shared = true;

  async function there<T>(command: Parameters<typeof redis.attempt<T>>[0]): Promise<T | undefined> {
    const answer = await redis.attempt(command);
    if (shared !== (answer !== undefined)) said(answer !== undefined);
    shared = answer !== undefined;
    return answer;
  }
  const keyOf = (key: string, window: number) => `kitegraph:rate:{${key}}:${window}`;

  return {
    async take(key, units, limit) {
      const time = clock();
      const { most, everyMs } = limit;
      const window = Math.floor(time / everyMs);
      const elapsed = time - window * everyMs;
      const answer = await there((client) =>
        client.eval(TAKE, {
          keys: [keyOf(key, window), keyOf(key, window - 1)],
          arguments: [units, most, 1 - elapsed / everyMs, everyMs * 2].map(String),
        }),
      );
      if (!Array.isArray(answer)) return own.take(key, units, limit);
      const [now, before] = answer.map(Number) as [number, number];
      return judge({ window, now, before }, units, limit, elapsed);
    },
    async give(key, units, limit) {
      const window = Math.floor(clock() / limit.everyMs);
      const answer = await there((client) => client.decrBy(keyOf(key, window), units));
      if (answer === undefined) await own.give(key, units, limit);
    },
  };
}
