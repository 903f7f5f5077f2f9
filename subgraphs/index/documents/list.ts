import type { Queryable } from '../../../lib/database/database.ts';
import type { FilterInput } from '../../../lib/filter/filter.ts';
import { parseFilter } from '../../../lib/filter/parse.ts';
import { toSql } from '../../../lib/filter/sql.ts';
import { type CollectionRow, findCollection } from '../collections/collection.ts';
import { checkFirst, cursorOf, keyOfCursor, type Page, pageOf } from '../cursor.ts';
import { type DocumentRow, queryDocuments, selectDocument } from './document.ts';

const list = 'documents';

/**
 * A page of a collection's documents, by id.
 * @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, UNKNOWN_FIELD, BAD_CURSOR
 */
export async function listDocuments(
  db: Queryable,
  request: {
    collection: string;
    filter?: FilterInput | null | undefined;
    first: number;
    after?: string | null | undefined;
  },
): Promise<Page<DocumentRow>> {
  const first = checkFirst(request.first);
  const [after = ''] = keyOfCursor(list, request.after) ?? [];
  const collection = await findCollection(db, request.collection, 'collection');
  const params: unknown[] = [collection.id];
  const register = (value: unknown) => `$${params.push(value)}`;
  const condition = request.filter
    ? toSql(parseFilter(request.filter, collection.fields, 'filter'), register, { column: 'd.metadata' })
    : 'true';
  const counted = [...params];
  const [total, rows] = await Promise.all([
    request.filter ? countDocuments(db, condition, counted) : currentCount(db, collection),
    queryDocuments(
      db,
      `${selectDocument} where d.collection_id = $1 and not d.deleted and ${condition}
         and d.document_id > ${register(after)} order by d.document_id limit ${register(first + 1)}`,
      params,
    ),
  ]);
  return pageOf(rows, first, total, (row) => cursorOf(list, [row.documentId]));
}

async function countDocuments(db: Queryable, condition: string, params: unknown[]): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*) as count from documents d where d.collection_id = $1 and not d.deleted and ${condition}`,
    params,
  );
  return row?.count ?? 0;
}

async function currentCount(db: Queryable, collection: CollectionRow): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'select document_count as count from collections where id = $1',
    [collection.id],
  );
  return row?.count ?? 0;
}
