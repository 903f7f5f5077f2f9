import type { RedisConnection } from '../../../lib/cache/redis.ts';
import { type Cache, cache, type Level } from '../../../lib/cache/tiers.ts';
import type { FacetCounts } from '../facets/count.ts';
import { type Answer, type Snapshot, sizeOfAnswer, sizeOfRow, sizeOfSnapshot } from '../pages/snapshot.ts';
import { FORM } from './form.ts';
import type { NearAnswer } from './near.ts';
import type { KeptRow } from './rows.ts';

export interface CacheConfig {
  /** false: each search is computed anew. Ranked lists are kept all the same: pages are cut from them. */
  enabled: boolean;
  /** Whether nearly equal vectors share what they find. @default false */
  semantic?: boolean;
  /** Answers, and vectors of texts, in the memory of this process. */
  entries: number;
  /** How long an answer is kept; what is indexed meanwhile makes it unreachable at once. */
  seconds: number;
}

export interface SearchCaches {
  /** Whole answers by what was asked of which state of the views. */
  answers: Pick<Cache<Answer>, 'getOrLoad'>;
  /** Vectors of texts by model, version and text, as base64. */
  vectors: Pick<Cache<string>, 'getOrLoad'>;
  /** Rows of documents' passages by view and key. */
  rows: Pick<Cache<KeptRow>, 'get' | 'set'>;
  /** What searches by vector found, by fingerprints of the vectors; undefined where it is not to be shared. */
  near: Cache<NearAnswer> | undefined;
  /** Ranked lists by their ids. */
  snapshots: Cache<Snapshot>;
  /** Facets by the lists that they were counted over. */
  facets: Pick<Cache<FacetCounts[]>, 'getOrLoad'>;
  /** Bytes in each level that is there. */
  bytes(): Promise<Partial<Record<Level, number>>>;
}

/** The vector of a text by one version of a model never changes. */
const VECTOR_MS = 3_600_000;
/** Pages can be read for at least 300 s after any answer that begins them, however short answers are kept. */
const PAGES_MS = 300_000;
const LISTS = 1_000;
/** An answer shows some twenty rows. */
const ROWS_AN_ANSWER = 20;

export function searchCaches(o: CacheConfig, redis?: RedisConnection): SearchCaches {
  const ttlMs = o.seconds * 1_000;
  const { entries } = o;
  const answers = cache<Answer>({
    namespace: formed('answers'),
    ttlMs,
    entries,
    sizeOf: sizeOfAnswer,
    redis,
  });
  const vectors = cache<string>({
    namespace: 'vectors',
    ttlMs: VECTOR_MS,
    entries,
    sizeOf: (vector) => vector.length,
    redis,
  });
  // The answer that begins the pages lives up to a tenth longer than it was told to.
  const pagesMs = ttlMs * 1.2 + PAGES_MS;
  const rows = cache<KeptRow>({
    namespace: formed('rows'),
    ttlMs,
    entries: entries * ROWS_AN_ANSWER,
    sizeOf: ({ row }) => 200 + (row ? sizeOfRow(row) : 0),
    redis,
  });
  const near = cache<NearAnswer>({
    namespace: formed('near'),
    ttlMs,
    entries,
    sizeOf: ({ vector, hits }) => vector.length + 150 * hits.length,
    redis,
  });
  const snapshots = cache<Snapshot>({
    namespace: formed('pages'),
    ttlMs: pagesMs,
    entries: Math.max(entries, LISTS),
    sizeOf: sizeOfSnapshot,
    redis,
    precious: true,
  });
  const facets = cache<FacetCounts[]>({
    namespace: formed('facets'),
    ttlMs: pagesMs,
    entries,
    sizeOf: (counts) => counts.reduce((sum, { buckets }) => sum + 200 + 150 * buckets.length, 0),
    redis,
  });
  return {
    answers: o.enabled ? answers : unkept(),
    vectors: o.enabled ? vectors : unkept(),
    rows: o.enabled ? rows : { get: async () => undefined, set: async () => undefined },
    near: o.enabled && o.semantic ? near : undefined,
    snapshots,
    facets,
    async bytes() {
      const L1 = [answers, vectors, rows, near, snapshots, facets].reduce(
        (sum, { figures }) => sum + figures.bytes,
        0,
      );
      const L2 = await redis?.bytes();
      return L2 === undefined ? { L1 } : { L1, L2 };
    },
  };
}

function unkept<T>(): Pick<Cache<T>, 'getOrLoad'> {
  return { getOrLoad: async (_key, load) => ({ value: await load(), level: 'NONE' }) };
}

const formed = (name: string) => `${name}:${FORM}`;
