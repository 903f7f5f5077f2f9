import { LRUCache } from 'lru-cache';
import type { Database } from '../../../lib/database/database.ts';
import { type Synonyms, synonymsOf } from '../../../lib/text/synonyms.ts';
import type { Analyzer } from '../../../lib/text/tokens.ts';
import { type CollectionEntry, selectSynonyms } from '../catalog/statements.ts';

/** Collections whose synonyms are kept at hand. */
const KEPT = 100;

/** The synonyms of collections, each version of them read once. */
export interface SynonymReader {
  /** @throws PartUnavailable where they were not read yet and PostgreSQL is away */
  of(collection: CollectionEntry): Promise<Synonyms | undefined>;
}

export function synonymReader(db: Database): SynonymReader {
  const kept = new LRUCache<string, Promise<Synonyms | undefined>>({ max: KEPT });

  async function read({ id }: CollectionEntry, analyzer: Analyzer) {
    const found = await selectSynonyms(db, id);
    return found && found.rules.length > 0 ? synonymsOf(found.rules, analyzer) : undefined;
  }

  return {
    async of(collection) {
      const { id, synonymsVersion, view } = collection;
      const { analyzer } = view.spec.keywords;
      const key = JSON.stringify([id, synonymsVersion, analyzer]);
      const reading = kept.get(key) ?? read(collection, analyzer);
      kept.set(key, reading);
      // What failed is tried again at the next search.
      reading.catch(() => kept.delete(key));
      return reading;
    },
  };
}
