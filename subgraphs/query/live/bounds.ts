import { LRUCache } from 'lru-cache';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import type { Sources } from '../search/sources.ts';

/** The terms of a passage: how often it has each, and how many they are. */
export interface PassageTerms {
  counts: ReadonlyMap<string, number>;
  length: number;
}

/** How much words bring to passages of a view, by BM25. */
export interface WordBounds {
  /**
   * Learns what is not known yet of these terms.
   * @param view name of the physical collection
   */
  learn(view: string, terms: Iterable<string>): Promise<void>;
  /** Takes note of passages as they come: how long they are on average tells what their length costs them. */
  observe(view: string, passages: readonly PassageTerms[]): void;
  /**
   * What a term brings to a passage that has it, or a little more; Infinity of a term that is not known, or in no passage yet: who
   * has it first is far ahead.
   */
  of(view: string, term: string, passage: PassageTerms): number;
}

const KEPT = 100_000;
const KEPT_MS = 600_000;
const VIEWS = 1_000;
/** What is learned grows old as documents come and go. */
const HEADROOM = 1.15;
/** As the views are indexed: lib/milvus/schema.ts. */
const K1 = 1.2;
const B = 0.75;

export function termsOfPassage(terms: string): PassageTerms {
  const all = terms.split(' ');
  const counts = new Map<string, number>();
  for (const term of all) counts.set(term, (counts.get(term) ?? 0) + 1);
  return { counts, length: all.length };
}

/**
 * A search of one word alone tells the score of the passage that is best for it. By how often that one has the word, and how
 * long it is, its score tells how rare the word is, and so what the word brings to any other.
 */
export function wordBounds(
  sources: Pick<Sources, 'byTerms'>,
  store: Pick<VectorStore, 'termsOf'>,
): WordBounds {
  const known = new LRUCache<string, { score: number; best: PassageTerms }>({ max: KEPT, ttl: KEPT_MS });
  const lengths = new LRUCache<string, { sum: number; count: number }>({ max: VIEWS });
  const keyOf = (view: string, term: string) => `${view} ${term}`;

  function observe(view: string, passages: readonly PassageTerms[]): void {
    const so = lengths.get(view) ?? { sum: 0, count: 0 };
    for (const { length } of passages) so.sum += length;
    so.count += passages.length;
    lengths.set(view, so);
  }

  /** The part of a term's score that is the passage's own. */
  function saturation(view: string, term: string, { counts, length }: PassageTerms): number {
    const { sum, count } = lengths.get(view) ?? { sum: length, count: 1 };
    const often = counts.get(term) ?? 0;
    return (often * (K1 + 1)) / (often + K1 * (1 - B + (B * length) / (sum / count)));
  }

  return {
    async learn(view, terms) {
      const question = { view, expression: '', partitions: undefined, limit: 1 };
      const missing = [...terms].filter((term) => !known.has(keyOf(view, term)));
      const found = await Promise.all(missing.map((term) => sources.byTerms(question, term)));
      const keys = found.flatMap(([best]) => best?.row.key ?? []);
      if (keys.length === 0) return;
      const rows = await store.termsOf(view, [...new Set(keys)]);
      for (const [index, [hit]] of found.entries()) {
        const of = hit && rows.get(hit.row.key);
        if (!of) continue;
        const best = termsOfPassage(of);
        if (!lengths.has(view)) observe(view, [best]);
        known.set(keyOf(view, missing[index] as string), { score: hit.score, best });
      }
    },
    observe,
    of(view, term, passage) {
      const learned = known.get(keyOf(view, term));
      if (!learned) return Number.POSITIVE_INFINITY;
      const { score, best } = learned;
      return (HEADROOM * score * saturation(view, term, passage)) / saturation(view, term, best);
    },
  };
}
