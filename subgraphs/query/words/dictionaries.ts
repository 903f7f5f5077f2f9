import type { Database } from '../../../lib/database/database.ts';
import { Dictionary } from './dictionary.ts';
import { followed, type Scope } from './followed.ts';

/** Dictionaries in memory. */
const KEPT = 50;
/** Words of one dictionary: the most frequent of those that were there when it was filled, and all that came since. */
const MOST_WORDS = 200_000;

/** The words of a collection's serving view, as they are in PostgreSQL. */
export interface Dictionaries {
  /** @throws PartUnavailable where they were not read yet and PostgreSQL is away */
  of(scope: Scope, which: 'ANY' | 'NEWEST'): Promise<Dictionary>;
}

interface Filled {
  dictionary: Dictionary;
  /** Place of the last word that was read; undefined before the first. */
  place?: number;
}

export function dictionaries(db: Database): Dictionaries {
  const all = followed<Filled>({
    max: KEPT,
    keyOf: ({ collection: { view }, tenant }) => JSON.stringify([view.id, tenant]),
    make: ({ collection: { view } }) => ({ dictionary: new Dictionary(view.spec.keywords.analyzer) }),
    async advance(filled, { collection: { view }, tenant = '' }) {
      const rows = await db.query<{ word: string; documents: number; place: number }>(
        filled.place === undefined
          ? `select word, documents, place from view_words where view_id = $1 and tenant = $2
             order by documents desc, place limit ${MOST_WORDS}`
          : 'select word, documents, place from view_words where view_id = $1 and tenant = $2 and place > $3',
        [view.id, tenant, ...(filled.place === undefined ? [] : [filled.place])],
      );
      let last = filled.place ?? 0;
      for (const { word, documents, place } of rows) {
        filled.dictionary.add(word, documents);
        last = Math.max(last, place);
      }
      filled.place = last;
    },
  });
  return { of: async (scope, which) => (await all.of(scope, which)).dictionary };
}
