import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Level } from '../../../lib/cache/tiers.ts';
import { latencyBuckets } from '../../../lib/metrics.ts';
import type { StageTime } from '../search/pipeline.ts';
import { Rate } from './rate.ts';

/** Counts calls to the remotes and what each of them carried. */
export interface CallCounter {
  count(operation: Operation, items: number): void;
}

export type Operation =
  | 'embed'
  | 'embed_sentences'
  | 'embed_images'
  | 'rerank'
  | 'search_vectors'
  | 'search_terms'
  | 'rows'
  | 'columns'
  | 'vectors'
  | 'count'
  | 'passages'
  | 'revisions'
  | 'heads';

/** How a search ended: answered, refused for what the caller asked, or failed. */
export type Outcome = 'success' | 'rejected' | 'error';

export interface SearchMetrics extends CallCounter {
  /** Notes a stage that has ended. */
  stage(time: StageTime): void;
  search(method: string, outcome: Outcome, seconds: number, hit: Level | undefined): void;
}

/** The metrics of the query service. @param cacheBytes bytes in each level of the cache, of those that are there */
export function searchMetrics(
  registry: Registry,
  cacheBytes: () => Promise<Partial<Record<Level, number>>>,
): SearchMetrics {
  const registers = [registry];
  const queries = new Counter({
    name: 'query_total',
    help: 'Searches, by how they ended and by what they searched',
    labelNames: ['status', 'method'] as const,
    registers,
  });
  const latency = new Histogram({
    name: 'query_latency',
    help: 'Seconds that an answered search took',
    labelNames: ['method'] as const,
    buckets: latencyBuckets,
    registers,
  });
  const stages = new Histogram({
    name: 'query_stage_latency',
    help: 'Seconds that a stage of a search took',
    labelNames: ['stage'] as const,
    buckets: latencyBuckets,
    registers,
  });
  const answered = { all: 0, L1: 0, L2: 0 };
  const hits = new Counter({
    name: 'cache_hits_total',
    help: 'Searches answered out of the cache, by its level',
    labelNames: ['cache_level'] as const,
    registers,
  });
  new Gauge({
    name: 'cache_hit_rate',
    help: 'Share of the answered searches that came out of a level of the cache, 0 to 1',
    labelNames: ['cache_level'] as const,
    registers,
    collect() {
      for (const level of ['L1', 'L2'] as const) {
        this.set({ cache_level: level }, answered.all ? answered[level] / answered.all : 0);
      }
    },
  });
  new Gauge({
    name: 'cache_size',
    help: 'Bytes in a level of the cache (L1: the memory of this process; L2: all that Redis holds)',
    labelNames: ['cache_level'] as const,
    registers,
    async collect() {
      this.reset();
      for (const [level, bytes] of Object.entries(await cacheBytes()))
        this.set({ cache_level: level }, bytes);
    },
  });
  const rate = new Rate();
  new Gauge({
    name: 'query_qps',
    help: 'Searches a second, over the last minute',
    registers,
    collect() {
      this.set(rate.perSecond);
    },
  });
  const calls = new Counter({
    name: 'remote_calls_total',
    help: 'Calls to Milvus, to the embedding service and to the reranker, by operation',
    labelNames: ['operation'] as const,
    registers,
  });
  const items = new Counter({
    name: 'remote_call_items_total',
    help: 'Vectors, queries, texts or documents that those calls carried: more than calls, where callers share them',
    labelNames: ['operation'] as const,
    registers,
  });

  return {
    stage: ({ name, milliseconds }) => stages.observe({ stage: name }, milliseconds / 1_000),
    search(mode, outcome, seconds, hit) {
      const method = mode.toLowerCase();
      queries.inc({ status: outcome, method });
      rate.add();
      if (outcome !== 'success') return;
      latency.observe({ method }, seconds);
      answered.all++;
      if (!hit) return;
      answered[hit]++;
      hits.inc({ cache_level: hit });
    },
    count(operation, carried) {
      calls.inc({ operation });
      items.inc({ operation }, carried);
    },
  };
}
