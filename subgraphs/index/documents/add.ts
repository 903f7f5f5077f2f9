import type { Database, Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { stringifyJson64 } from '../../../lib/json64.ts';
import type { AddDocumentsInput } from '../../../schema/generated/index.ts';
import { type CollectionRow, findCollection } from '../collections/collection.ts';
import { requirePartitions } from '../partitions/require.ts';
import { accept, type Change } from './accept.ts';
import type { Accepted, LogPlace } from './accepted.ts';
import { keepBefore } from './before.ts';
import { type CheckedDocument, checkDocuments } from './check-document.ts';
import { fetchImages, hashesOf, hashesText, storeImages } from './images.ts';
import { requestKey } from './request.ts';
import { checkRevisions, currentRevisions } from './revisions.ts';
import type { Scope } from './scope.ts';
import { checkPriority } from './validate.ts';

/** What a mutation of documents answers with. */
export interface AcceptedChange extends Accepted {
  collection: CollectionRow;
}

const PATH = 'input.documents';

/**
 * Inserts documents, or replaces those whose id exists (or what `onConflict` says of these).
 * @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, UNKNOWN_FIELD, DOCUMENT_EXISTS, REVISION_CONFLICT, PARTITION_NOT_FOUND and
 *   others with the place in the input; nothing has changed then
 */
export async function addDocuments(
  db: Database,
  input: AddDocumentsInput,
  scope: Scope,
): Promise<AcceptedChange> {
  const collection = await findCollection(db, input.collection, 'input.collection', scope.caller);
  const tenant = scope.tenantIn(collection);
  const priority = checkPriority(input.priority);
  const fetched = await fetchImages(input.documents, collection, scope.fetchImages);
  const documents = checkDocuments(input, collection, scope, fetched);
  const request = {
    collectionId: collection.id,
    kind: 'ADD' as const,
    priority,
    tenant,
    key: requestKey('ADD', tenant, input),
  };
  const accepted = await accept(db, request, scope.limits.pendingDocuments, (tx, place) =>
    addAt(tx, place, documents, input.onConflict),
  );
  return accepted ? { ...accepted, collection } : addDocuments(db, input, scope);
}

async function addAt(
  tx: Queryable,
  place: LogPlace,
  documents: readonly CheckedDocument[],
  onConflict: AddDocumentsInput['onConflict'],
): Promise<Change> {
  const alive = await currentRevisions(
    tx,
    place.collectionId,
    documents.map((document) => document.key),
  );
  checkRevisions(documents, alive, PATH);
  if (onConflict === 'ERROR') refuseExisting(documents, alive);
  await requirePartitions(
    tx,
    place.collectionId,
    documents.map(({ named, partition }) => (named ? (partition as string) : undefined)),
    PATH,
  );
  const written = onConflict === 'SKIP' ? documents.filter(({ key }) => !alive.has(key)) : documents;
  await keepBefore(tx, place.collectionId, 'document_id = any($2)', [written.map(({ key }) => key)]);
  await storeImages(
    tx,
    place.collectionId,
    written.flatMap(({ images }) => images ?? []),
  );
  await writeDocuments(tx, place, written);
  return {
    moved: written.filter(({ key }) => !alive.has(key)).length,
    skipped: documents.length - written.length,
  };
}

/** @throws DOCUMENT_EXISTS with the place of the first */
function refuseExisting(documents: readonly CheckedDocument[], alive: ReadonlyMap<string, number>): void {
  const index = documents.findIndex(({ key }) => alive.has(key));
  const document = documents[index];
  if (document) throw userError.documentExists(`${PATH}[${index}].documentId`, document.documentId);
}

/** Writes whole documents at the place. */
async function writeDocuments(
  tx: Queryable,
  place: LogPlace,
  documents: readonly CheckedDocument[],
): Promise<void> {
  await tx.query(
    `insert into documents as d (collection_id, document_id, revision, position, title, content, metadata, partition,
       expires_at, given_places, given_vectors, given_model, read_scopes, image_hashes)
     select $1, document_id, 1, $2, title, content, metadata::jsonb, partition, expires_at,
       case when given_places is not null then array(select jsonb_array_elements_text(given_places::jsonb)::int) end,
       given_vectors, given_model,
       case when read_scopes is not null then array(select jsonb_array_elements_text(read_scopes::jsonb)) end,
       ${hashesOf('images')}
     from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::text[], $10::bytea[],
       $11::text[], $12::text[], $13::text[])
       as g (document_id, title, content, metadata, partition, expires_at, given_places, given_vectors, given_model, read_scopes,
         images)
     order by document_id collate "C"
     on conflict (collection_id, document_id) do update set
       revision = d.revision + 1, deleted = false, position = excluded.position, title = excluded.title,
       content = excluded.content, metadata = excluded.metadata, partition = excluded.partition,
       expires_at = excluded.expires_at, given_places = excluded.given_places, given_vectors = excluded.given_vectors,
       given_model = excluded.given_model, read_scopes = excluded.read_scopes, image_hashes = excluded.image_hashes, updated_at = now(),
       created_at = case when d.deleted then now() else d.created_at end`,
    [
      place.collectionId,
      place.position,
      documents.map((document) => document.key),
      documents.map((document) => document.title),
      documents.map((document) => document.content),
      documents.map((document) => stringifyJson64(document.metadata)),
      documents.map((document) => document.partition),
      documents.map((document) => document.expiresAt),
      documents.map(({ given }) => given && JSON.stringify(given.places)),
      documents.map(({ given }) => given?.vectors ?? null),
      documents.map(({ given }) => given?.model ?? null),
      documents.map(({ readScopes }) => readScopes && JSON.stringify(readScopes)),
      documents.map(({ images }) => hashesText(images)),
    ],
  );
}
