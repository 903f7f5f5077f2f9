/** How many searches were answered, how many of them out of the cache, and how long they took on average. */
export interface SearchFigures {
  totalQueries: number;
  cacheHits: number;
  averageLatencyMs: number;
}

class Tally {
  queries = 0;
  hits = 0;
  milliseconds = 0;

  add(hit: boolean, milliseconds: number): void {
    this.queries++;
    if (hit) this.hits++;
    this.milliseconds += milliseconds;
  }

  get figures(): SearchFigures {
    const averageLatencyMs = this.queries ? this.milliseconds / this.queries : 0;
    return { totalQueries: this.queries, cacheHits: this.hits, averageLatencyMs };
  }
}

/** Figures of the searches since the service started, of all and of each collection. */
export class SearchStatistics {
  readonly #all = new Tally();
  readonly #byCollection = new Map<string, Tally>();

  /** Notes a search that was answered; it counts once for each collection that it searched. */
  add(collectionIds: readonly string[], hit: boolean, milliseconds: number): void {
    this.#all.add(hit, milliseconds);
    for (const id of collectionIds) {
      const tally = this.#byCollection.get(id) ?? new Tally();
      tally.add(hit, milliseconds);
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
