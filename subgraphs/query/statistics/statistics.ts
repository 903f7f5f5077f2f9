import type { Level } from '../../../lib/cache/tiers.ts';

/** How many searches were answered, how many of them out of the cache, and how long they took on average. */
export interface SearchFigures {
  totalQueries: number;
  cacheHits: number;
  cacheHitsL1: number;
  cacheHitsL2: number;
  cacheMisses: number;
  cacheHitRate: number;
  averageLatencyMs: number;
}

class Tally {
  queries = 0;
  readonly answered = { L1: 0, L2: 0, NONE: 0 };
  milliseconds = 0;

  add(level: Level | 'NONE', milliseconds: number): void {
    this.queries++;
    this.answered[level]++;
    this.milliseconds += milliseconds;
  }

  get figures(): SearchFigures {
    const averageLatencyMs = this.queries ? this.milliseconds / this.queries : 0;
    const { L1: cacheHitsL1, L2: cacheHitsL2, NONE: cacheMisses } = this.answered;
    const cacheHits = cacheHitsL1 + cacheHitsL2;
    return {
      totalQueries: this.queries,
      cacheHits,
      cacheHitsL1,
      cacheHitsL2,
      cacheMisses,
      cacheHitRate: this.queries ? cacheHits / this.queries : 0,
      averageLatencyMs,
    };
  }
}

/** Figures of the searches since the service started, of all and of each collection. */
export class SearchStatistics {
  readonly #all = new Tally();
  readonly #byCollection = new Map<string, Tally>();

  /** Notes a search that was answered; it counts once for each collection that it searched. */
  add(collectionIds: readonly string[], level: Level | 'NONE', milliseconds: number): void {
    this.#all.add(level, milliseconds);
    for (const id of collectionIds) {
      const tally = this.#byCollection.get(id) ?? new Tally();
      tally.add(level, milliseconds);
      this.#byCollection.set(id, tally);
    }
  }

  get all(): SearchFigures {
    return this.#all.figures;
  }

  of(collectionId: string): SearchFigures {
    return (this.#byCollection.get(collectionId) ?? new Tally()).figures;
  }
}
