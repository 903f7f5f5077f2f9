import type { ViewChange } from '../../../lib/database/view-changes.ts';
import { PartUnavailable } from '../../../lib/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { SearchResult } from '../search/search.ts';
import type { Sources } from '../search/sources.ts';
import { Candidates } from './candidates.ts';
import { modelsOf, type Reach, reachOf } from './reach.ts';
import type { Standing } from './standing.ts';
import { Watch, type WatchParts } from './watch.ts';

export interface Watching extends Disposable {
  hear(change: ViewChange): void;
  /** Changes may have been missed. */
  lost(): void;
  /** Has a search that was just run watch its collections, and hear of what changed meanwhile. */
  ran(search: Standing, result: SearchResult): Promise<void>;
  forget(search: Standing): void;
}

const LOOK_AFTER_MS = 200;
/** How long the message of a change may take that PostgreSQL shows already. */
const ON_ITS_WAY_MS = 250;
const LOOK_EVERY_MS = 15_000;
const MOST_TERMS = 256;

/** The collections that standing searches look into. */
export function watching(o: WatchParts & { catalog: Catalog; sources: Pick<Sources, 'embed'> }): Watching {
  const { catalog } = o;
  const watches = new Map<string, Watch>();
  const looking = new Map<string, NodeJS.Timeout>();

  /** Looks soon whether a collection has changed in a way that no message told of: settings, another view. */
  function lookSoon(id: string): void {
    if (!watches.has(id) || looking.has(id)) return;
    looking.set(
      id,
      setTimeout(() => {
        looking.delete(id);
        void look(id);
      }, LOOK_AFTER_MS),
    );
  }

  async function look(id: string): Promise<void> {
    const watch = watches.get(id);
    if (!watch) return;
    try {
      const { found, stale } = await catalog.lookUp([id]);
      if (stale) return;
      const [entry] = found;
      // Deleted: the next run says so.
      if (!entry) return watch.startOver(watch.heard);
      watch.become(entry);
      const { changes } = entry.view;
      if (changes <= watch.heard) return;
      await new Promise((resolve) => setTimeout(resolve, ON_ITS_WAY_MS));
      if (changes > watch.heard && watch.viewId === entry.view.id) watch.startOver(changes);
    } catch (error) {
      if (!(error instanceof PartUnavailable)) throw error;
    }
  }

  const lookAtAll = () => {
    for (const id of watches.keys()) lookSoon(id);
  };
  const stop = catalog.onChange((id) => (id ? lookSoon(id) : lookAtAll()));
  const poll = setInterval(lookAtAll, LOOK_EVERY_MS);

  function leave(search: Standing, ids: ReadonlySet<string>): void {
    for (const [id, watch] of watches) {
      if (ids.has(id) || !watch.searches.delete(search)) continue;
      if (watch.searches.size === 0) watches.delete(id);
    }
  }

  /** What changed documents are compared with; a search for a long text is run again with every change. */
  async function learn(search: Standing, result: SearchResult): Promise<void> {
    const vectors = await Promise.all(
      [...modelsOf(result)].map(async ([key, { collection }]) => {
        const { aim, text } = result.request;
        const vector = aim?.vector ?? (await o.sources.embed(collection.view.model, text));
        return [key, vector] as const;
      }),
    );
    const reach = reachOf(result, new Map(vectors));
    if (!reach || reach.terms.some((terms) => terms.size > MOST_TERMS)) return search.reaches(undefined);
    const found = withWords(result);
    const passages = await Promise.all(
      reach.request.targets.map(async ({ collection: { view } }, target) => {
        await o.words.learn(view.milvusName, (reach.terms[target] as Reach['terms'][number]).keys());
        return o.words.passages(view.milvusName, found[target] ?? []);
      }),
    );
    const words = reach.request.targets.map(({ collection: { view } }, target) => ({
      terms: reach.terms[target] as Reach['terms'][number],
      rarity: (term: string) => o.words.rarity(view.milvusName, term),
      meanLength: () => o.words.meanLength(view.milvusName),
    }));
    search.reaches({ reach, candidates: new Candidates(result, search.args.first, words, passages) });
  }

  return {
    hear(change) {
      for (const watch of watches.values()) if (watch.viewId === change.view) watch.hear(change);
    },
    lost() {
      for (const watch of watches.values()) watch.startOver(watch.heard);
      lookAtAll();
    },
    async ran(search, result) {
      if (search.followers === 0) return;
      const entries = result.request.targets.map(({ collection }) => collection);
      leave(search, new Set(entries.map(({ id }) => id)));
      for (const entry of entries) {
        const watch = watches.get(entry.id) ?? new Watch(entry, o);
        watches.set(entry.id, watch);
        watch.searches.add(search);
      }
      await learn(search, result).catch(() => search.reaches(undefined));
      search.busy = false;
      await Promise.all(entries.map((entry) => watches.get(entry.id)?.catchUp(search, entry.view)));
    },
    forget: (search) => leave(search, new Set()),
    [Symbol.dispose]() {
      stop();
      clearInterval(poll);
      for (const timer of looking.values()) clearTimeout(timer);
    },
  };
}

/** By target, the keys of the passages that were found by words. */
function withWords({ request, snapshot: { branches, places } }: SearchResult): string[][] {
  const at = branches.findIndex(({ kind }) => kind === 'KEYWORD');
  const ranks = places.found[at]?.ranks ?? [];
  return request.targets.map((_, target) =>
    places.keys.filter((__, place) => places.targets[place] === target && (ranks[place] ?? 0) > 0),
  );
}
