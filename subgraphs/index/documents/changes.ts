import { seenInSql } from '../../../lib/access.ts';
import { cursorOf, keyOfCursor } from '../../../lib/cursor.ts';
import type { Queryable } from '../../../lib/database/database.ts';
import { parseDocumentKey, tenantKeys } from '../../../lib/document-key.ts';
import { userError } from '../../../lib/errors.ts';
import { parsePosition, positionOf } from '../../../lib/ids.ts';
import { findCollection } from '../collections/collection.ts';
import { type DocumentRow, queryDocuments, selectDocument } from './document.ts';
import type { Scope } from './scope.ts';

const list = 'changes';
const MAX_PAGE = 1_000;
/** Contents and images of a page, in bytes, about: a page of long documents has fewer. */
const PAGE_BYTES = 4 * 1024 * 1024;

export interface DocumentChange {
  cursor: string;
  documentId: string;
  tenant: string | null;
  deleted: boolean;
  node: DocumentRow | null;
}

export interface DocumentChanges {
  /** Of the collection, in the same snapshot as the page. */
  position: string;
  documentCount: number | null;
  edges: DocumentChange[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** A row of the page, or the one row of a page that has none. */
type ChangeRow = DocumentRow & { visible: boolean; reached: number; documentCount: number; waiting: number };

/**
 * A page of what has changed in a collection, in the order of acceptance. A document that changes while the pages are read
 * comes again after them, so that read to the end they are the collection as it is then. A request that is bound to no tenant
 * sees those of all. One that is limited to scopes does not hear of documents that it could never see; one that was taken from it
 * is to it as one that was deleted, by what it could see before.
 * @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, BAD_CURSOR
 */
export async function documentChanges(
  db: Queryable,
  request: {
    collection: string;
    first: number;
    after?: string | null | undefined;
    deletionsAfter?: string | null | undefined;
  },
  scope: Scope,
): Promise<DocumentChanges> {
  const { first } = request;
  if (first < 1 || first > MAX_PAGE) throw userError.badInput('first', `must be from 1 to ${MAX_PAGE}.`);
  const [position = '0', key = ''] = keyOfCursor(list, request.after) ?? [];
  const collection = await findCollection(db, request.collection, 'collection', scope.caller);
  const divided = collection.partitionBy.by === 'TENANT' && scope.tenant !== undefined;
  const own = divided ? tenantKeys(scope.tenant as string) : { after: '', before: null };
  const found = (await queryDocuments(
    db,
    `with next as (
       select document_id, bytes, sum(bytes) over (order by position, document_id) as total
       from (
         select document_id, position, octet_length(content) + coalesce((
           select sum(octet_length(i.bytes)) from images i
           where i.collection_id = documents.collection_id and i.hash = any(documents.image_hashes)), 0) as bytes
         from documents
         where collection_id = $1 and (position, document_id) > ($2::bigint, $3)
           and document_id > $4 and ($5::text is null or document_id < $5)
           and case when not deleted and ${seenInSql('read_scopes', '$9')} then true
             else position > $8 and (${seenInSql('read_scopes', '$9')} or shown_scopes && array_append($9::text[], '')) end
         order by position, document_id limit $6) as following),
     page as (
       ${selectDocument} where d.collection_id = $1
         and d.document_id in (select document_id from next where total - bytes <= $7))
     select page.*, coalesce(page.metadata, '{}') as metadata,
       ${seenInSql('page."readScopes"', '$9')} as visible, c.position as reached,
       c.document_count as "documentCount", (select count(*) from next) as waiting
     from collections c left join page on true where c.id = $1 order by page.position, page.key`,
    [
      collection.id,
      position,
      key,
      own.after,
      own.before,
      first + 1,
      PAGE_BYTES,
      positionIn(collection.id, request.deletionsAfter),
      scope.caller.scopes ?? null,
    ],
  )) as ChangeRow[];
  const [state] = found;
  // Deleted between the two reads.
  if (!state) throw userError.collectionNotFound('collection', request.collection, []);
  const rows = found.filter((row) => row.key !== null);
  const edges = rows.slice(0, first).map((row) => {
    const { documentId, tenant = null } = parseDocumentKey(row.key);
    const gone = row.deleted || !row.visible;
    return {
      cursor: cursorOf(list, [String(row.position), row.key]),
      documentId,
      tenant,
      deleted: gone,
      node: gone ? null : row,
    };
  });
  return {
    position: positionOf(collection.id, state.reached),
    documentCount: divided || scope.caller.scopes ? null : state.documentCount,
    edges,
    pageInfo: { hasNextPage: edges.length < state.waiting, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

/** @throws BAD_USER_INPUT where the text is no position of the collection */
function positionIn(collectionId: string, text: string | null | undefined): number {
  if (text === null || text === undefined) return 0;
  const place = parsePosition(text);
  if (place?.collectionId === collectionId) return place.position;
  throw userError.badInput('deletionsAfter', 'is no position of this collection: see Collection.position.');
}
