import { LRUCache } from 'lru-cache';
import type { Sources } from '../search/sources.ts';

/** The most that words can bring a document of a view, by the word. */
export interface WordBounds {
  /**
   * Learns what is not known yet of these words.
   * @param view name of the physical collection
   */
  learn(view: string, terms: Iterable<string>): Promise<void>;
  /** Infinity of a word that is not known, or in no document yet: who has it first is far ahead. */
  of(view: string, term: string): number;
}

const KEPT = 100_000;
const KEPT_MS = 600_000;
/** A new document may have more of a word, or be shorter, than the best one so far: the score of BM25 grows little by it. */
const HEADROOM = 1.3;

/** As WAND does: the score of the best document of one word alone bounds what the word can bring to any. */
export function wordBounds(sources: Pick<Sources, 'byTerms'>): WordBounds {
  const known = new LRUCache<string, number>({ max: KEPT, ttl: KEPT_MS });
  const keyOf = (view: string, term: string) => `${view} ${term}`;
  return {
    async learn(view, terms) {
      const question = { view, expression: '', partitions: undefined, limit: 1 };
      await Promise.all(
        [...terms]
          .filter((term) => !known.has(keyOf(view, term)))
          .map(async (term) => {
            const [best] = await sources.byTerms(question, term);
            if (best) known.set(keyOf(view, term), HEADROOM * best.score);
          }),
      );
    },
    of: (view, term) => known.get(keyOf(view, term)) ?? Number.POSITIVE_INFINITY,
  };
}
