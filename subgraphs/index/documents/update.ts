import { READ_SCOPES } from '../../../lib/access.ts';
import type { Database, Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { parseJson64, stringifyJson64 } from '../../../lib/json64.ts';
import type { UpdateDocumentsInput } from '../../../schema/generated/index.ts';
import { type CollectionRow, findCollection } from '../collections/collection.ts';
import { requirePartitions } from '../partitions/require.ts';
import { accept } from './accept.ts';
import type { LogPlace } from './accepted.ts';
import type { AcceptedChange } from './add.ts';
import { keepBefore } from './before.ts';
import { fetchImages, hashesOf, hashesText, storeImages } from './images.ts';
import { type CheckedPatch, checkPatches } from './patch.ts';
import { requestKey } from './request.ts';
import { checkRevisions, currentRevisions } from './revisions.ts';
import type { Scope } from './scope.ts';
import { checkPriority } from './validate.ts';

const PATH = 'input.documents';
/** What `trim` takes off a text, for PostgreSQL: its own idea of blanks depends on the locale. */
const BLANKS =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/**
 * Patches documents.
 * @throws DOCUMENT_NOT_FOUND, REVISION_CONFLICT, COLLECTION_NOT_FOUND, BAD_USER_INPUT, UNKNOWN_FIELD; nothing has changed
 *   then
 */
export async function updateDocuments(
  db: Database,
  input: UpdateDocumentsInput,
  scope: Scope,
): Promise<AcceptedChange> {
  const collection = await findCollection(db, input.collection, 'input.collection', scope.caller);
  const tenant = scope.tenantIn(collection);
  const priority = checkPriority(input.priority);
  const fetched = await fetchImages(input.documents, collection, scope.fetchImages);
  const patches = checkPatches(input.documents, collection, scope, { path: PATH, fetched });
  const request = {
    collectionId: collection.id,
    kind: 'UPDATE' as const,
    priority,
    tenant,
    key: requestKey('UPDATE', tenant, input),
  };
  const accepted = await accept(db, request, scope.limits.pendingDocuments, async (tx, place) => {
    await patchAt(tx, place, patches, collection);
    await refuseBadResults(tx, place, patches, scope.limits.metadataBytes);
    return { moved: 0 };
  });
  return accepted ? { ...accepted, collection } : updateDocuments(db, input, scope);
}

async function patchAt(
  tx: Queryable,
  place: LogPlace,
  patches: readonly CheckedPatch[],
  collection: CollectionRow,
): Promise<void> {
  const keys = patches.map((patch) => patch.key);
  const alive = await currentRevisions(tx, place.collectionId, keys);
  const missing = patches.findIndex((patch) => !alive.has(patch.key));
  const patch = patches[missing];
  if (patch) {
    throw userError.documentNotFound(`${PATH}[${missing}].documentId`, patch.documentId, collection.name);
  }
  checkRevisions(patches, alive, PATH);
  await requirePartitions(
    tx,
    place.collectionId,
    patches.map(({ partition }) => partition),
    PATH,
  );
  await keepBefore(tx, place.collectionId, 'document_id = any($2)', [keys]);
  await storeImages(
    tx,
    place.collectionId,
    patches.flatMap(({ images }) => images ?? []),
  );
  const { by, field } = collection.partitionBy;
  await patchDocuments(tx, place, patches, by === 'FIELD' ? (field as string) : null);
}

/**
 * Patches documents where they are: their contents do not leave PostgreSQL.
 * @param partitionField the metadata field by whose values the collection is divided
 */
async function patchDocuments(
  tx: Queryable,
  place: LogPlace,
  patches: readonly CheckedPatch[],
  partitionField: string | null,
): Promise<void> {
  await tx.query(
    `with given as (
       select * from unnest($3::text[], $4::boolean[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[],
         $10::timestamptz[], $11::text[], $13::boolean[], $14::text[], $15::boolean[], $16::text[])
         as g (document_id, sets_title, title, content, added, removed, sets_expiry, expires_at, partition, sets_scopes, scopes,
           sets_images, images))
     update documents d set revision = d.revision + 1, position = $2, updated_at = now(),
       title = case when g.sets_title then g.title else d.title end,
       content = coalesce(g.content, d.content),
       metadata = (d.metadata || g.added::jsonb) - array(select jsonb_array_elements_text(g.removed::jsonb)),
       partition = case when $12::text is null then coalesce(g.partition, d.partition)
         else (d.metadata || g.added::jsonb) ->> $12 end,
       expires_at = case when g.sets_expiry then g.expires_at else d.expires_at end,
       read_scopes = case when not g.sets_scopes then d.read_scopes
         when g.scopes is not null then array(select jsonb_array_elements_text(g.scopes::jsonb)) end,
       given_places = case when g.content is null then d.given_places end,
       given_vectors = case when g.content is null then d.given_vectors end,
       given_model = case when g.content is null then d.given_model end,
       image_hashes = case when g.sets_images then ${hashesOf('g.images')} else d.image_hashes end
     from given g where d.collection_id = $1 and d.document_id = g.document_id`,
    [
      place.collectionId,
      place.position,
      patches.map((patch) => patch.key),
      patches.map((patch) => patch.title !== undefined),
      patches.map((patch) => patch.title ?? null),
      patches.map((patch) => patch.content ?? null),
      patches.map((patch) => stringifyJson64(patch.set)),
      patches.map((patch) => JSON.stringify(patch.unset)),
      patches.map((patch) => patch.expiresAt !== undefined),
      patches.map((patch) => patch.expiresAt ?? null),
      patches.map((patch) => patch.partition ?? null),
      partitionField,
      patches.map((patch) => patch.readScopes !== undefined),
      patches.map((patch) => (patch.readScopes ? JSON.stringify(patch.readScopes) : null)),
      patches.map((patch) => patch.images !== undefined),
      patches.map((patch) => hashesText(patch.images)),
    ],
  );
}

/** As a row of a view keeps it, together with the scopes. */
const ROW_METADATA = `case when read_scopes is null then metadata
  else metadata || jsonb_build_object('${READ_SCOPES}', read_scopes) end`;

/** What no patch shows by itself: a document that became too large, or empty. */
async function refuseBadResults(
  tx: Queryable,
  place: LogPlace,
  patches: readonly CheckedPatch[],
  metadataBytes: number,
): Promise<void> {
  const suspects = await tx.query<{ key: string; empty: boolean; metadata: string }>(
    `select document_id as key, empty, metadata from (
       select document_id, ${ROW_METADATA}::text as metadata,
         btrim(coalesce(title, ''), $4) = '' and btrim(content, $4) = '' as empty
       from documents where collection_id = $1 and position = $2) as result
     where empty or octet_length(metadata) > $3`,
    [place.collectionId, place.position, metadataBytes, BLANKS],
  );
  // PostgreSQL's text of JSON has blanks that do not count.
  const wrong = suspects.find(
    ({ empty, metadata }) =>
      empty || Buffer.byteLength(stringifyJson64(parseJson64(metadata))) > metadataBytes,
  );
  if (!wrong) return;
  const { key, empty } = wrong;
  const at = `${PATH}[${patches.findIndex((patch) => patch.key === key)}]`;
  throw empty
    ? userError.badInput(
        `${at}.content`,
        'title and content would both be empty: there would be nothing to search.',
      )
    : userError.limitExceeded(
        `${at}.metadata`,
        `would be over ${metadataBytes} bytes together with what is there.`,
        'KITEGRAPH_MAX_METADATA_KB',
      );
}
