import { seenInSql } from '../../../lib/access.ts';
import { checkFirst, cursorOf, keyOfCursor, type Page, pageOf } from '../../../lib/cursor.ts';
import type { Queryable } from '../../../lib/database/database.ts';
import { tenantKeys } from '../../../lib/document-key.ts';
import type { FilterInput } from '../../../lib/filter/filter.ts';
import { parseFilter } from '../../../lib/filter/parse.ts';
import { toSql } from '../../../lib/filter/sql.ts';
import { type CollectionRow, findCollection } from '../collections/collection.ts';
import { ALIVE, type DocumentRow, queryDocuments, selectDocument } from './document.ts';
import type { Scope } from './scope.ts';

const list = 'documents';

/**
 * A page of a collection's documents, by id.
 * @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, UNKNOWN_FIELD, BAD_CURSOR, TENANT_REQUIRED
 */
export async function listDocuments(
  db: Queryable,
  request: {
    collection: string;
    filter?: FilterInput | null | undefined;
    first: number;
    after?: string | null | undefined;
  },
  scope: Scope,
): Promise<Page<DocumentRow>> {
  const first = checkFirst(request.first);
  const [after = ''] = keyOfCursor(list, request.after) ?? [];
  const collection = await findCollection(db, request.collection, 'collection', scope.caller);
  const tenant = scope.readingIn(collection);
  const params: unknown[] = [collection.id];
  const register = (value: unknown) => `$${params.push(value)}`;
  const conditions = [`d.collection_id = $1 and ${ALIVE}`];
  if (tenant !== undefined) {
    const keys = tenantKeys(tenant);
    conditions.push(`d.document_id > ${register(keys.after)} and d.document_id < ${register(keys.before)}`);
  }
  const { scopes } = scope.caller;
  if (scopes) conditions.push(seenInSql('d.read_scopes', register(scopes)));
  if (request.filter) {
    const filter = parseFilter(request.filter, collection.fields, 'filter');
    conditions.push(toSql(filter, register, { column: 'd.metadata' }));
  }
  const chosen = conditions.join(' and ');
  const counted = [...params];
  const [total, rows] = await Promise.all([
    conditions.length === 1 ? countAll(db, collection) : countDocuments(db, chosen, counted),
    queryDocuments(
      db,
      `${selectDocument} where ${chosen} and d.document_id > ${register(after)}
       order by d.document_id limit ${register(first + 1)}`,
      params,
    ),
  ]);
  return pageOf(rows, first, total, (row) => cursorOf(list, [row.key]));
}

/** All that searches may find: what has expired is counted by its collection until it is deleted. */
async function countAll(db: Queryable, { id, documentCount }: CollectionRow): Promise<number> {
  const expired =
    'd.collection_id = $1 and not d.deleted and d.expires_at is not null and d.expires_at <= now()';
  return documentCount - (await countDocuments(db, expired, [id]));
}

async function countDocuments(db: Queryable, condition: string, params: unknown[]): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*) as count from documents d where ${condition}`,
    params,
  );
  return row?.count ?? 0;
}
