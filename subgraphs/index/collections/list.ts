import type { Caller } from '../../../lib/caller.ts';
import { checkFirst, cursorOf, keyOfCursor, type Page, pageOf } from '../../../lib/cursor.ts';
import type { Queryable } from '../../../lib/database/database.ts';
import { type CollectionRow, collectionsAfter, countCollections } from './collection.ts';

const list = 'collections';

/** A page of the collections that a caller sees, by name. @throws BAD_USER_INPUT, BAD_CURSOR */
export async function listCollections(
  db: Queryable,
  page: { first: number; after?: string | null | undefined },
  caller: Caller,
): Promise<Page<CollectionRow>> {
  const first = checkFirst(page.first);
  const [after = ''] = keyOfCursor(list, page.after) ?? [];
  const [rows, total] = await Promise.all([
    collectionsAfter(db, after, first, caller),
    countCollections(db, caller),
  ]);
  return pageOf(rows, first, total, (row) => cursorOf(list, [row.name]));
}
