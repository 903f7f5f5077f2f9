import { LRUCache } from 'lru-cache';
import { type PassagePlace, placeOf } from '../../../lib/milvus/passage.ts';
import type { Hit } from '../../../lib/milvus/search.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import { gathered } from '../search/gathered.ts';
import type { Sources } from '../search/sources.ts';
import {
  countIn,
  havingOf,
  meanLengthBy,
  numberOf,
  type PassageTerms,
  rarity,
  saturation,
  type TermHit,
  termsOfPassage,
} from './bm25.ts';

/** What became of a document of a view. */
export interface Rewritten {
  key: string;
  /** That it has now, or that was deleted. */
  revision: number;
  /** Of its passages now; none where it was deleted. */
  terms: readonly PassageTerms[];
}

/** What BM25 goes by in views, kept up to date by what is written, so that scores can be told without asking for them. */
export interface Words {
  /** Learns what is not known yet of these terms. @param view name of the physical collection */
  learn(view: string, terms: Iterable<string>): Promise<void>;
  /** The terms of those of the passages that are there, by key. */
  passages(view: string, keys: readonly string[]): Promise<Map<string, PassageTerms>>;
  /** Counts what came and went. @param heardAt when it was heard of, as `performance.now()` */
  count(view: string, documents: readonly Rewritten[], heardAt: number): Promise<void>;
  /** How rare a term is; undefined where that was not learned. */
  rarity(view: string, term: string): number | undefined;
  /** Terms of a passage on average; undefined of a view of which nothing was learned. */
  meanLength(view: string): number | undefined;
  /** What was learned of a view does not hold any more. */
  forget(view: string): void;
}

const TERMS = 100_000;
/** Counts grow old where rows go that nobody here has read: then the next document with the word has it asked anew. */
const KEPT_MS = 600_000;
const VIEWS = 1_000;
/** Bytes of terms of passages. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** A passage can be found so long before it is heard of at most: who learned a count meanwhile may have counted it. */
const UNDERWAY_MS = 5_000;
const KEYS_AT_ONCE = 5_000;

interface View {
  passages: number;
  meanLength: number;
  /** It was solved from scores, and not guessed by a few passages. */
  isExact: boolean;
  /** By term, how many passages have it, and when that was learned first. */
  having: LRUCache<number, { term: string; count: number; since: number }>;
}

export function words(
  sources: Pick<Sources, 'byTerms'>,
  store: Pick<VectorStore, 'termsOf' | 'count'>,
): Words {
  const views = new LRUCache<string, View>({ max: VIEWS });
  /** By view and revision of a document, its passages by ordinal. */
  const kept = new LRUCache<string, (PassageTerms | undefined)[]>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (passages) =>
      passages.reduce((sum, passage) => sum + 300 + 6 * (passage?.terms.length ?? 0), 100),
  });
  const keptAs = (view: string, document: string, revision: number) => `${view} ${document} ${revision}`;
  const readers = new LRUCache<string, (key: string) => Promise<string | undefined>>({ max: VIEWS });

  /** The passages of a revision that were read, or all of one that was written. */
  const knownOf = (view: string, document: string, revision: number): PassageTerms[] =>
    (kept.get(keptAs(view, document, revision)) ?? []).filter((passage) => passage !== undefined);

  /** Reads the terms of passages; who asks at the same time shares a call. */
  function reader(view: string): (key: string) => Promise<string | undefined> {
    const known = readers.get(view);
    if (known) return known;
    const made = gathered(
      async (keys: readonly string[]) => {
        const rows = await store.termsOf(view, [...new Set(keys)]);
        return keys.map((key) => rows.get(key));
      },
      { inFlight: 1, largest: KEYS_AT_ONCE },
    );
    readers.set(view, made);
    return made;
  }

  async function passages(view: string, keys: readonly string[]): Promise<Map<string, PassageTerms>> {
    const found = new Map<string, PassageTerms>();
    const missing: PassagePlace[] = [];
    for (const place of keys.map(placeOf)) {
      const known = kept.get(keptAs(view, place.document, place.revision))?.[place.ordinal];
      if (known) found.set(place.key, known);
      else missing.push(place);
    }
    await Promise.all(
      missing.map(async (place) => {
        const terms = await reader(view)(place.key);
        if (terms === undefined) return;
        const passage = termsOfPassage(terms);
        keep(view, place, passage);
        found.set(place.key, passage);
      }),
    );
    return found;
  }

  function keep(
    view: string,
    { document, revision, ordinal }: Omit<PassagePlace, 'key'>,
    passage: PassageTerms,
  ): void {
    const name = keptAs(view, document, revision);
    const others = [...(kept.get(name) ?? [])];
    others[ordinal] = passage;
    kept.set(name, others);
  }

  /** A search of one term alone tells by the score of its best passage how rare the term is. */
  async function ask(view: string, terms: readonly string[]): Promise<void> {
    if (terms.length === 0) return;
    const since = performance.now();
    // Two, because what they differ by tells how long passages are on average.
    const question = { view, expression: '', partitions: undefined, limit: 2 };
    const [count, found] = await Promise.all([
      store.count(view),
      Promise.all(terms.map((term) => sources.byTerms(question, term))),
    ]);
    const rows = await passages(view, [...new Set(found.flat().map(({ row }) => row.key))]);
    const hits = found.map((some, index) =>
      some.flatMap((hit) => termHit(hit, terms[index] as string, rows)),
    );
    const entry = views.get(view) ?? {
      passages: count,
      meanLength: meanOf([...rows.values()]),
      isExact: false,
      having: new LRUCache({ max: TERMS }),
    };
    views.set(view, entry);
    entry.passages = count;
    if (!entry.isExact) {
      const pairs = hits.flatMap(([one, other]): [TermHit, TermHit][] =>
        one && other ? [[one, other]] : [],
      );
      const exact = meanLengthBy(pairs);
      entry.isExact = exact !== undefined;
      entry.meanLength = exact ?? entry.meanLength;
    }
    for (const [index, term] of terms.entries()) {
      const [best] = hits[index] ?? [];
      // What was found has gone meanwhile.
      if (!best && found[index]?.length !== 0) continue;
      const having = best
        ? havingOf(count, best.score / saturation(best.count, best.length, entry.meanLength))
        : 0;
      const number = numberOf(term);
      const before = entry.having.get(number)?.since;
      const isYoung = before !== undefined && since - before < UNDERWAY_MS;
      entry.having.set(number, { term, count: having, since: isYoung ? before : since });
    }
  }

  return {
    async learn(view, terms) {
      const known = views.get(view)?.having;
      await ask(
        view,
        [...new Set(terms)].filter((term) => !known?.has(numberOf(term))),
      );
    },
    passages,
    async count(view, documents, heardAt) {
      const entry = views.get(view);
      if (!entry) return;
      const now = await store.count(view);
      const gone = documents.flatMap(({ key, revision }) => knownOf(view, key, revision - 1));
      const come = documents.flatMap(({ terms }) => terms);
      const doubtful = new Map<number, string>();
      const add = (passage: PassageTerms, by: 1 | -1) => {
        for (const term of passage.terms) {
          const known = entry.having.get(term);
          if (!known) continue;
          const age = heardAt - known.since;
          if (age < UNDERWAY_MS || age > KEPT_MS) doubtful.set(term, known.term);
          else known.count = Math.max(0, known.count + by);
        }
      };
      for (const passage of gone) add(passage, -1);
      for (const passage of come) add(passage, 1);
      const before = entry.passages;
      const sum = before * entry.meanLength + lengthOf(come) - lengthOf(gone);
      entry.meanLength = sum / Math.max(1, before + come.length - gone.length);
      entry.passages = now;
      for (const { key, revision, terms } of documents) {
        kept.delete(keptAs(view, key, revision - 1));
        if (terms.length > 0) kept.set(keptAs(view, key, revision), [...terms]);
      }
      await ask(view, [...doubtful.values()]);
    },
    rarity(view, term) {
      const entry = views.get(view);
      const having = entry?.having.get(numberOf(term));
      return entry && having && rarity(entry.passages, having.count);
    },
    meanLength: (view) => views.get(view)?.meanLength,
    forget: (view) => void views.delete(view),
  };
}

function termHit({ score, row }: Hit, term: string, rows: ReadonlyMap<string, PassageTerms>): TermHit[] {
  const passage = rows.get(row.key);
  const count = passage ? countIn(passage, numberOf(term)) : 0;
  return passage && count > 0 ? [{ score, count, length: passage.length }] : [];
}

const lengthOf = (passages: readonly PassageTerms[]) => passages.reduce((sum, { length }) => sum + length, 0);
const meanOf = (passages: readonly PassageTerms[]) => lengthOf(passages) / Math.max(1, passages.length);
