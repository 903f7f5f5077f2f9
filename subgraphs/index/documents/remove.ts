import type { Database, Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { toMilvus } from '../../../lib/filter/milvus.ts';
import { parseFilter } from '../../../lib/filter/parse.ts';
import { toSql } from '../../../lib/filter/sql.ts';
import type { DeleteDocumentsInput } from '../../../schema/generated/index.ts';
import { findCollection } from '../collections/collection.ts';
import { accept, type LogPlace } from './accept.ts';
import type { AcceptedChange } from './add.ts';
import { checkIds, checkList, checkPriority } from './validate.ts';

/** SQL that picks documents, and its parameters from `$3` on. */
interface Choice {
  condition: string;
  params: unknown[];
}

/**
 * Deletes documents by ids or by a filter, as they are when the request is accepted. Ids that do not exist are passed over.
 * @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, UNKNOWN_FIELD; nothing has changed then
 */
export async function deleteDocuments(db: Database, input: DeleteDocumentsInput): Promise<AcceptedChange> {
  const collection = await findCollection(db, input.collection, 'input.collection');
  const priority = checkPriority(input.priority);
  const choice = choose(input, collection.fields);
  const accepted = await accept(db, { collectionId: collection.id, kind: 'DELETE', priority }, (tx, place) =>
    bury(tx, place, choice),
  );
  return accepted ? { ...accepted, collection } : deleteDocuments(db, input);
}

function choose(input: DeleteDocumentsInput, fields: Parameters<typeof parseFilter>[1]): Choice {
  const { documentIds, filter } = input;
  if (documentIds && filter)
    throw userError.badInput('input', 'give either documentIds or filter, not both.');
  if (documentIds) {
    checkList(documentIds, 'input.documentIds');
    checkIds(documentIds, (index) => `input.documentIds[${index}]`);
    return { condition: 'document_id = any($3)', params: [documentIds] };
  }
  if (!filter) throw userError.badInput('input', 'give the documents to delete: documentIds or filter.');
  const parsed = parseFilter(filter, fields, 'input.filter');
  // Most often a variable that was left empty, and not the wish to lose everything.
  if (toMilvus(parsed) === '') {
    throw userError.badInput(
      'input.filter',
      'a filter without a condition would delete every document. Give a condition, or use deleteCollection.',
    );
  }
  const params: unknown[] = [];
  const condition = toSql(parsed, (value) => `$${params.push(value) + 2}`);
  return { condition, params };
}

/** Turns the chosen documents into tombstones at the place. @returns minus their number */
async function bury(tx: Queryable, place: LogPlace, choice: Choice): Promise<number> {
  const rows = await tx.query<{ buried: number }>(
    `with buried as (
       update documents set deleted = true, revision = revision + 1, position = $2, title = null, content = '',
         metadata = '{}', updated_at = now(), indexed_at = null
       where collection_id = $1 and not deleted and (${choice.condition})
       returning 1)
     select count(*)::int as buried from buried`,
    [place.collectionId, place.position, ...choice.params],
  );
  return -(rows[0]?.buried ?? 0);
}
