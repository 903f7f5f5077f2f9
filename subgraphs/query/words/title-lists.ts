import type { Database } from '../../../lib/database/database.ts';
import { tenantKeys } from '../../../lib/document-key.ts';
import { followed, type Scope } from './followed.ts';
import { Titles } from './titles.ts';

/** Lists of titles in memory. */
const KEPT = 50;
/** Titles of one list. */
const MOST_TITLES = 500_000;
const AT_ONCE = 2_000;

/** The titles of collections, as they are in PostgreSQL. */
export interface TitleLists {
  /** @throws PartUnavailable where they were not read yet and PostgreSQL is away */
  of(scope: Scope, which: 'ANY' | 'NEWEST'): Promise<Titles>;
}

interface List {
  titles: Titles;
  /** The last change that was read. */
  last: { position: number; document: string };
  /** Changed documents that searches did not find yet as they are now, with the position of the change. */
  waiting: Map<string, { position: number; deleted: boolean }>;
}

interface Change {
  document: string;
  title: string | null;
  deleted: boolean;
  position: number;
}

/**
 * Reads what was accepted since the last time, by its position. A title is listed as soon as it is accepted, beside the one that
 * searches still find; that one is forgotten when the change has been applied. So every title that searches find is listed,
 * and some that they do not find yet, or no more: whoever shows one asks the index.
 */
export function titleLists(db: Database): TitleLists {
  const all = followed<List>({
    max: KEPT,
    keyOf: ({ collection: { id }, tenant }) => JSON.stringify([id, tenant]),
    make: () => ({ titles: new Titles(), last: { position: 0, document: '' }, waiting: new Map() }),
    async advance(list, scope) {
      for (;;) {
        const changes = await changesAfter(db, list.last, scope);
        for (const change of changes) take(list, change);
        if (changes.length < AT_ONCE) break;
      }
      const applied = scope.collection.view.appliedPosition;
      for (const [document, { position, deleted }] of list.waiting) {
        if (position > applied) continue;
        list.titles.forget(document, deleted ? 'ALL' : 'EARLIER');
        list.waiting.delete(document);
      }
    },
  });
  return { of: async (scope, which) => (await all.of(scope, which)).titles };
}

function take({ titles, waiting, ...list }: List, { document, title, deleted, position }: Change): void {
  Object.assign(list.last, { document, position });
  if (!deleted && title && titles.size < MOST_TITLES) titles.add(document, title);
  waiting.set(document, { position, deleted: deleted || !title });
}

function changesAfter(
  db: Database,
  { position, document }: List['last'],
  { collection: { id }, tenant }: Scope,
): Promise<Change[]> {
  const keys = tenant === undefined ? undefined : tenantKeys(tenant);
  return db.query<Change>(
    `select document_id as document, left(title, 1000) as title, deleted, position from documents
     where collection_id = $1 and (position, document_id) > ($2, $3)
       ${keys ? 'and document_id > $5 and document_id < $6' : ''}
     order by position, document_id limit $4`,
    [id, position, document, AT_ONCE, ...(keys ? [keys.after, keys.before] : [])],
  );
}
