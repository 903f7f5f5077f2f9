import type { Database, Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { MAX_METADATA_BYTES } from '../../../lib/filter/metadata.ts';
import { parseJson64, stringifyJson64 } from '../../../lib/json64.ts';
import type { UpdateDocumentsInput } from '../../../schema/generated/index.ts';
import { findCollection } from '../collections/collection.ts';
import { accept, type LogPlace } from './accept.ts';
import type { AcceptedChange } from './add.ts';
import { type CheckedPatch, checkPatches } from './patch.ts';
import { checkPriority } from './validate.ts';

/**
 * Patches documents.
 * @throws DOCUMENT_NOT_FOUND, COLLECTION_NOT_FOUND, BAD_USER_INPUT, UNKNOWN_FIELD; nothing has changed then
 */
export async function updateDocuments(db: Database, input: UpdateDocumentsInput): Promise<AcceptedChange> {
  const collection = await findCollection(db, input.collection, 'input.collection');
  const priority = checkPriority(input.priority);
  const path = 'input.documents';
  const patches = checkPatches(input.documents, collection, path);
  const request = { collectionId: collection.id, kind: 'UPDATE' as const, priority };
  const accepted = await accept(db, request, async (tx, place) => {
    const missing = await firstMissing(tx, place, patches);
    if (missing !== undefined) {
      const { documentId } = patches[missing] as CheckedPatch;
      throw userError.documentNotFound(`${path}[${missing}].documentId`, documentId, collection.name);
    }
    await patchDocuments(tx, place, patches);
    await refuseBadResults(tx, place, patches, path);
    return 0;
  });
  return accepted ? { ...accepted, collection } : updateDocuments(db, input);
}

/** The index of the first patch whose document does not exist. */
async function firstMissing(
  tx: Queryable,
  place: LogPlace,
  patches: CheckedPatch[],
): Promise<number | undefined> {
  const found = await tx.query<{ id: string }>(
    'select document_id as id from documents where collection_id = $1 and document_id = any($2) and not deleted',
    [place.collectionId, patches.map((patch) => patch.documentId)],
  );
  const alive = new Set(found.map((row) => row.id));
  const index = patches.findIndex((patch) => !alive.has(patch.documentId));
  return index < 0 ? undefined : index;
}

/** Patches documents where they are: their contents do not leave PostgreSQL. */
async function patchDocuments(tx: Queryable, place: LogPlace, patches: CheckedPatch[]): Promise<void> {
  await tx.query(
    `update documents d set revision = d.revision + 1, position = $2, updated_at = now(),
       title = case when g.sets_title then g.title else d.title end,
       content = coalesce(g.content, d.content),
       metadata = (d.metadata || g.added::jsonb) - array(select jsonb_array_elements_text(g.removed::jsonb))
     from unnest($3::text[], $4::boolean[], $5::text[], $6::text[], $7::text[], $8::text[])
       as g (document_id, sets_title, title, content, added, removed)
     where d.collection_id = $1 and d.document_id = g.document_id`,
    [
      place.collectionId,
      place.position,
      patches.map((patch) => patch.documentId),
      patches.map((patch) => patch.title !== undefined),
      patches.map((patch) => patch.title ?? null),
      patches.map((patch) => patch.content ?? null),
      patches.map((patch) => stringifyJson64(patch.set)),
      patches.map((patch) => JSON.stringify(patch.unset)),
    ],
  );
}

/** What no patch shows by itself: a document that became too large, or empty. */
async function refuseBadResults(
  tx: Queryable,
  place: LogPlace,
  patches: CheckedPatch[],
  path: string,
): Promise<void> {
  const suspects = await tx.query<{ id: string; empty: boolean; metadata: string }>(
    `select document_id as id, empty, metadata from (
       select document_id, metadata::text as metadata,
         btrim(coalesce(title, '')) = '' and btrim(content) = '' as empty
       from documents where collection_id = $1 and position = $2) as result
     where empty or octet_length(metadata) > $3`,
    [place.collectionId, place.position, MAX_METADATA_BYTES],
  );
  // PostgreSQL's text of JSON has blanks that do not count.
  const wrong = suspects.find(
    ({ empty, metadata }) =>
      empty || Buffer.byteLength(stringifyJson64(parseJson64(metadata))) > MAX_METADATA_BYTES,
  );
  if (!wrong) return;
  const { id, empty } = wrong;
  const at = `${path}[${patches.findIndex((patch) => patch.documentId === id)}]`;
  throw empty
    ? userError.badInput(
        `${at}.content`,
        'title and content would both be empty: there would be nothing to search.',
      )
    : userError.badInput(`${at}.metadata`, 'would be over 64 kB together with what is there.');
}
