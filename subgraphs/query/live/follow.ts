import type { SearchResult } from '../search/search.ts';
import { difference, type PageChange } from './difference.ts';
import type { Standing } from './standing.ts';

/** An event of a standing search, for one of those who follow it. */
export interface LiveUpdate {
  sequence: number;
  result: SearchResult;
  changes: PageChange[];
}

/** The events of one follower. Each is made when it is asked for: who is slow gets fewer. */
export interface LiveUpdates extends AsyncIterableIterator<LiveUpdate> {
  /** Resolves when there is a page. @throws why there is none */
  ready(): Promise<void>;
}

/** @param left called once, when the follower has gone or nothing more is to come */
export function updatesOf(search: Standing, left: () => void): LiveUpdates {
  let shown: SearchResult | undefined;
  let version = 0;
  let sequence = 0;
  let over = false;
  let wake: () => void = () => undefined;
  const wakeable = (one: () => void) => {
    wake = one;
  };

  function end(): void {
    if (over) return;
    over = true;
    left();
    wake();
  }

  /** What is new to this follower; undefined where nothing is. */
  function news(): LiveUpdate | undefined {
    const { result } = search;
    if (!result || search.version === version) return undefined;
    version = search.version;
    const changes = difference(shown?.page.hits ?? [], result.page.hits);
    const isFirst = shown === undefined;
    shown = result;
    return isFirst || changes.length > 0 ? { sequence: ++sequence, result, changes } : undefined;
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async ready() {
      if (search.version === 0) await search.after(0, wakeable);
      if (search.failure !== undefined) throw search.failure;
    },
    async next() {
      while (!over) {
        const update = news();
        if (update) return { done: false, value: update };
        if (search.failure !== undefined) {
          end();
          throw search.failure;
        }
        await search.after(version, wakeable);
      }
      return { done: true, value: undefined };
    },
    async return() {
      end();
      return { done: true, value: undefined };
    },
  };
}
