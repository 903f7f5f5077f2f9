import type { RedisConnection } from '../../lib/cache/redis.ts';
import { cache } from '../../lib/cache/tiers.ts';

/** What is kept of an answer. */
export interface KeptAnswer {
  data: Record<string, unknown>;
  /** Headers that subgraphs and plugins added. */
  headers: [string, string][];
  /** When it was made, and when it ends: milliseconds since 1970. */
  made: number;
  ends: number;
  bytes: number;
}

/** Whole answers, of this gateway and, with Redis, of all that share it. */
export interface AnswerStore {
  get(key: string): Promise<KeptAnswer | undefined>;
  set(key: string, answer: KeptAnswer): Promise<void>;
  /** What all keys have in them: after a change it is another. Undefined where it cannot be known now: nothing is to be kept then. */
  generation(): Promise<string | undefined>;
  /** Makes all that is kept unreachable. */
  changed(): Promise<void>;
}

const GENERATION = 'kitegraph:gateway-answers:generation';
const MOST_BYTES = 64 * 1024 * 1024;

export function answerStore(redis: RedisConnection | undefined): AnswerStore {
  const kept = cache<KeptAnswer>({
    namespace: 'gateway-answers',
    ttlMs: 60_000,
    entries: 10_000,
    bytes: MOST_BYTES,
    sizeOf: ({ bytes }) => bytes,
    ...(redis && { redis }),
  });
  let own = 0;
  /** Whether a change could not be told to the others yet. */
  let owed = false;

  async function tell(client: RedisConnection): Promise<void> {
    owed = true;
    const told = await client.attempt((there) => there.incr(GENERATION));
    if (told !== undefined) owed = false;
  }

  return {
    async get(key) {
      const found = await kept.get(key);
      return found && found.value.ends > Date.now() ? found.value : undefined;
    },
    set: (key, answer) => kept.set(key, answer, answer.ends - Date.now()),
    async generation() {
      if (!redis) return String(own);
      if (owed) await tell(redis);
      if (owed) return undefined;
      const shared = await redis.attempt(async (client) => ({ value: await client.get(GENERATION) }));
      return shared && (shared.value ?? '0');
    },
    async changed() {
      own += 1;
      if (redis) await tell(redis);
    },
  };
}
