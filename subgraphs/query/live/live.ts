import type { Registry } from 'prom-client';
import type { Caller } from '../../../lib/caller.ts';
import type { Database } from '../../../lib/database/database.ts';
import { listenToViewChanges } from '../../../lib/database/view-changes.ts';
import { userError } from '../../../lib/errors.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import type { SearchInput } from '../../../schema/generated/query.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { SearchArguments, SearchResult } from '../search/search.ts';
import type { Sources } from '../search/sources.ts';
import { type LiveUpdate, updatesOf } from './follow.ts';
import { liveMetrics } from './metrics.ts';
import { runs } from './runs.ts';
import { Standing } from './standing.ts';
import { watching } from './watching.ts';
import { words } from './words.ts';

export type { LiveUpdate } from './follow.ts';

/** How many standing searches there may be. */
export interface LiveLimits {
  /** Different ones, in this process. */
  searches: number;
  /** Subscriptions of one caller. */
  perCaller: number;
}

export interface LiveSearches extends AsyncDisposable {
  /** Follows a search: its page, then what becomes of it. @throws as a search does, and LIMIT_EXCEEDED */
  follow(asked: {
    input: SearchInput;
    first: number;
    caller: Caller;
  }): Promise<AsyncIterableIterator<LiveUpdate>>;
}

const MOST_HITS = 50;

/**
 * Standing searches. Those that ask the same with the same rights share one. Of each change of a collection only the searches
 * are run again whose page it can touch.
 */
export async function liveSearches(o: {
  db: Database;
  catalog: Catalog;
  store: VectorStore;
  sources: Sources;
  /** Runs a search anew, whatever is cached. */
  search(args: SearchArguments): Promise<SearchResult>;
  registry: Registry;
  limits: LiveLimits;
}): Promise<LiveSearches> {
  const standing = new Map<string, Standing>();
  const followers = new Map<string, number>();
  const queue = runs<Standing>();
  const metrics = liveMetrics(o.registry, () => ({
    searches: standing.size,
    followers: [...followers.values()].reduce((sum, count) => sum + count, 0),
    behind: queue.behind,
  }));
  const watches = watching({
    catalog: o.catalog,
    store: o.store,
    sources: o.sources,
    words: words(o.sources, o.store),
    metrics,
    soon(search, reason, heardAt) {
      search.reason = reason;
      search.touchedAt ??= heardAt;
      queue.soon(search);
    },
    later: queue.later,
  });
  const listening = await listenToViewChanges(o.db, watches.hear, watches.lost);
  const parts = {
    search: o.search,
    metrics,
    ran: watches.ran,
    again: (search: Standing) => queue.soon(search),
  };

  function join(key: string, args: SearchArguments): Standing {
    const known = standing.get(key);
    if (known && known.failure === undefined) return known;
    if (standing.size >= o.limits.searches) {
      throw userError.limitExceeded(
        'input',
        `${standing.size} different standing searches are open at this service. Close one, or try again later.`,
        'KITEGRAPH_LIVE_SEARCHES',
      );
    }
    const made = new Standing(args, parts);
    standing.set(key, made);
    queue.soon(made);
    return made;
  }

  function leave(key: string, caller: string, search: Standing): void {
    const left = (followers.get(caller) ?? 1) - 1;
    if (left > 0) followers.set(caller, left);
    else followers.delete(caller);
    search.followers--;
    if (search.followers > 0) return;
    if (standing.get(key) === search) standing.delete(key);
    queue.forget(search);
    watches.forget(search);
    search.close();
  }

  return {
    async follow({ input, first, caller }) {
      if (!(first >= 1 && first <= MOST_HITS))
        throw userError.badInput('first', `must be from 1 to ${MOST_HITS}, not ${first}.`);
      if (input.mode === 'IMAGE') {
        throw userError.badInput(
          'input.mode',
          'searches of images cannot be followed; search again instead.',
        );
      }
      const who = JSON.stringify(caller);
      const count = followers.get(who) ?? 0;
      if (count >= o.limits.perCaller) {
        throw userError.limitExceeded(
          'input',
          `you follow ${count} standing searches. Close one first.`,
          'KITEGRAPH_LIVE_SEARCHES_PER_CALLER',
        );
      }
      const key = JSON.stringify([input, first, caller]);
      const search = join(key, { input, first, caller });
      search.followers++;
      followers.set(who, count + 1);
      const updates = updatesOf(search, () => leave(key, who, search));
      try {
        await updates.ready();
      } catch (error) {
        await updates.return?.();
        throw error;
      }
      return updates;
    },
    async [Symbol.asyncDispose]() {
      queue[Symbol.dispose]();
      watches[Symbol.dispose]();
      await listening[Symbol.asyncDispose]();
      for (const search of standing.values()) search.close();
    },
  };
}
