import { LRUCache } from 'lru-cache';
import type { Level } from '../../../lib/cache/tiers.ts';
import type { SearchStatistics as All, SearchMode } from '../../../schema/generated/query.ts';
import { Latencies } from './latencies.ts';

/** What is counted here; the recall is not. */
type Shown = Omit<All, 'recall'>;

const MODES = ['SEMANTIC', 'KEYWORD', 'HYBRID', 'IMAGE'] as const satisfies SearchMode[];
/** Collections that are counted apart; those that were not searched for longest go first. */
const COLLECTIONS = 1_000;

class Tally {
  #queries = 0;
  readonly #answered = { L1: 0, L2: 0, NONE: 0 };
  readonly #latencies = new Latencies();

  add(level: Level | 'NONE', milliseconds: number): void {
    this.#queries++;
    this.#answered[level]++;
    this.#latencies.add(milliseconds);
  }

  get figures() {
    const { L1, L2, NONE } = this.#answered;
    return {
      totalQueries: this.#queries,
      cacheHits: L1 + L2,
      cacheHitsL1: L1,
      cacheHitsL2: L2,
      cacheMisses: NONE,
      cacheHitRate: this.#queries ? (L1 + L2) / this.#queries : 0,
      averageLatencyMs: this.#latencies.mean,
      latencyP50Ms: this.#latencies.percentile(0.5),
      latencyP95Ms: this.#latencies.percentile(0.95),
      latencyP99Ms: this.#latencies.percentile(0.99),
    };
  }
}

/** Of all modes, and of each. */
class Tallies {
  readonly #all = new Tally();
  readonly #byMode = { SEMANTIC: new Tally(), KEYWORD: new Tally(), HYBRID: new Tally(), IMAGE: new Tally() };

  add(mode: SearchMode, level: Level | 'NONE', milliseconds: number): void {
    this.#all.add(level, milliseconds);
    this.#byMode[mode].add(level, milliseconds);
  }

  get figures(): Shown {
    const byMode = MODES.map((mode) => ({ mode, ...this.#byMode[mode].figures }));
    return { ...this.#all.figures, byMode: byMode.filter(({ totalQueries }) => totalQueries > 0) };
  }
}

/** Figures of the searches since the service started, of all and of each collection. */
export class SearchStatistics {
  readonly #all = new Tallies();
  readonly #byCollection = new LRUCache<string, Tallies>({ max: COLLECTIONS });

  /** Notes a search that was answered; it counts once for each collection that it searched. */
  add(collectionIds: readonly string[], mode: SearchMode, level: Level | 'NONE', milliseconds: number): void {
    this.#all.add(mode, level, milliseconds);
    for (const id of collectionIds) {
      const tallies = this.#byCollection.get(id) ?? new Tallies();
      tallies.add(mode, level, milliseconds);
      this.#byCollection.set(id, tallies);
    }
  }

  get all(): Shown {
    return this.#all.figures;
  }

  of(collectionId: string): Shown {
    return (this.#byCollection.get(collectionId) ?? new Tallies()).figures;
  }
}
