import type { Database, Queryable } from '../../../lib/database/database.ts';
import { tenantKeys } from '../../../lib/document-key.ts';
import { userError } from '../../../lib/errors.ts';
import type { FilterInput } from '../../../lib/filter/filter.ts';
import { toMilvus } from '../../../lib/filter/milvus.ts';
import { parseFilter } from '../../../lib/filter/parse.ts';
import { toSql } from '../../../lib/filter/sql.ts';
import type { DeleteDocumentsInput } from '../../../schema/generated/index.ts';
import { type CollectionRow, findCollection } from '../collections/collection.ts';
import { accept, type Change } from './accept.ts';
import type { LogPlace } from './accepted.ts';
import type { AcceptedChange } from './add.ts';
import { keepBefore } from './before.ts';
import { requestKey } from './request.ts';
import { checkRevisions, currentRevisions, type Guarded } from './revisions.ts';
import type { Scope } from './scope.ts';
import { checkIds, checkList, checkPriority } from './validate.ts';

/** Which documents: SQL that picks them with its parameters from `$2` on, and revisions at which some must be. */
export interface Choice {
  condition: string;
  params: unknown[];
  guarded: Guarded[];
}

/**
 * Deletes documents by ids or by a filter, as they are when the request is accepted. Ids that do not exist are passed over.
 * @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, UNKNOWN_FIELD, REVISION_CONFLICT; nothing has changed then
 */
export async function deleteDocuments(
  db: Database,
  input: DeleteDocumentsInput,
  scope: Scope,
): Promise<AcceptedChange> {
  const collection = await findCollection(db, input.collection, 'input.collection', scope.caller);
  const tenant = scope.tenantIn(collection);
  const priority = checkPriority(input.priority);
  const choice = choose(input, collection, scope);
  const request = {
    collectionId: collection.id,
    kind: 'DELETE' as const,
    priority,
    tenant,
    key: requestKey('DELETE', tenant, input),
  };
  const accepted = await accept(db, request, scope.limits.pendingDocuments, (tx, place) =>
    deleteAt(tx, place, choice),
  );
  return accepted ? { ...accepted, collection } : deleteDocuments(db, input, scope);
}

function choose(input: DeleteDocumentsInput, collection: CollectionRow, scope: Scope): Choice {
  const { documentIds, documents, filter } = input;
  if ([documentIds, documents, filter].filter(Boolean).length !== 1) {
    throw userError.badInput('input', 'give exactly one of documentIds, documents and filter.');
  }
  if (filter) return byFilter(filter, collection, scope.tenantIn(collection));
  const path = documents ? 'input.documents' : 'input.documentIds';
  const chosen = documents ?? (documentIds ?? []).map((documentId) => ({ documentId, ifRevision: null }));
  checkList(chosen, path, scope.limits);
  checkIds(
    chosen.map(({ documentId }) => documentId),
    (index) => (documents ? `${path}[${index}].documentId` : `${path}[${index}]`),
    scope.limits,
  );
  const guarded = chosen.map((one) => ({ ...one, key: scope.keyIn(collection, one.documentId) }));
  return { condition: 'document_id = any($2)', params: [guarded.map(({ key }) => key)], guarded };
}

function byFilter(filter: FilterInput, { fields }: CollectionRow, tenant: string | undefined): Choice {
  const parsed = parseFilter(filter, fields, 'input.filter');
  // Most often a variable that was left empty, and not the wish to lose everything.
  if (toMilvus(parsed) === '') {
    throw userError.badInput(
      'input.filter',
      'a filter without a condition would delete every document. Give a condition, or use deleteCollection.',
    );
  }
  const params: unknown[] = [];
  const register = (value: unknown) => `$${params.push(value) + 1}`;
  const condition = toSql(parsed, register);
  if (tenant === undefined) return { condition, params, guarded: [] };
  const { after, before } = tenantKeys(tenant);
  const own = `document_id > ${register(after)} and document_id < ${register(before)}`;
  return { condition: `${own} and ${condition}`, params, guarded: [] };
}

async function deleteAt(tx: Queryable, place: LogPlace, choice: Choice): Promise<Change> {
  const keys = choice.guarded.map(({ key }) => key);
  if (choice.guarded.some(({ ifRevision }) => ifRevision !== null)) {
    checkRevisions(choice.guarded, await currentRevisions(tx, place.collectionId, keys), 'input.documents');
  }
  return bury(tx, place, choice);
}

/** Turns the chosen documents into tombstones at the place. */
export async function bury(
  tx: Queryable,
  place: LogPlace,
  { condition, params }: Pick<Choice, 'condition' | 'params'>,
): Promise<Change> {
  await keepBefore(tx, place.collectionId, condition, params);
  const last = `$${params.length + 2}`;
  const rows = await tx.query<{ buried: number }>(
    `with buried as (
       update documents set deleted = true, revision = revision + 1, position = ${last}, title = null, content = '',
         metadata = '{}', expires_at = null, given_places = null, given_vectors = null, given_model = null, image_hashes = null,
         updated_at = now(), indexed_at = null
       where collection_id = $1 and not deleted and (${condition})
       returning 1)
     select count(*)::int as buried from buried`,
    [place.collectionId, ...params, place.position],
  );
  return { moved: -(rows[0]?.buried ?? 0) };
}
