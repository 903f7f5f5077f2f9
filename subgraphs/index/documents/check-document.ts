import { checkScopes, withReadScopes } from '../../../lib/access.ts';
import { documentKey } from '../../../lib/document-key.ts';
import { userError } from '../../../lib/errors.ts';
import { checkMetadata } from '../../../lib/filter/metadata.ts';
import { stringifyJson64 } from '../../../lib/json64.ts';
import { metadataBytes } from '../../../lib/milvus/passage.ts';
import type { FetchedImages } from '../../../lib/remote-image/fetch-images.ts';
import type { AddDocumentsInput, DocumentInput } from '../../../schema/generated/index.ts';
import type { CollectionRow } from '../collections/collection.ts';
import { type ChosenPartition, choosePartition } from '../partitions/choose.ts';
import { checkGiven, type GivenPassages } from './given.ts';
import { checkImages, type GivenImage } from './images.ts';
import type { Guarded } from './revisions.ts';
import type { Scope } from './scope.ts';
import { checkContent, checkExpiry, checkIds, checkList, checkTitle } from './validate.ts';

/** A document that passed every check that needs no look at the log; its metadata in the stored form. */
export interface CheckedDocument extends Guarded, ChosenPartition {
  title: string | null;
  content: string;
  metadata: Record<string, unknown>;
  expiresAt: Date | null;
  readScopes: string[] | null;
  given: GivenPassages | null;
  images: GivenImage[] | null;
}

const PATH = 'input.documents';

/** Checks whole documents. @throws BAD_USER_INPUT and others with the place of the first mistake */
export function checkDocuments(
  input: AddDocumentsInput,
  collection: CollectionRow,
  scope: Scope,
  fetched: FetchedImages,
): CheckedDocument[] {
  const { limits } = scope;
  const { documents } = input;
  checkList(documents, PATH, limits);
  checkIds(
    documents.map((document) => document.documentId),
    (index) => `${PATH}[${index}].documentId`,
    limits,
  );
  let characters = 0;
  return documents.map((document, index) => {
    characters += document.content?.length ?? 0;
    if (characters > limits.requestCharacters) {
      throw userError.limitExceeded(
        `${PATH}[${index}]`,
        `the contents up to here are over ${limits.requestCharacters} characters; send them in several requests.`,
        'KITEGRAPH_MAX_REQUEST_MB',
      );
    }
    return checkDocument(document, collection, scope, {
      path: `${PATH}[${index}]`,
      partition: input.partition,
      fetched,
    });
  });
}

/**
 * Checks one document.
 * @param o.partition of the request, for documents that name none
 * @param o.fetched the images that it gives by an address
 */
export function checkDocument(
  input: DocumentInput,
  collection: CollectionRow,
  scope: Scope,
  {
    path,
    partition,
    fetched,
  }: { path: string; partition?: string | null | undefined; fetched: FetchedImages },
): CheckedDocument {
  const { limits } = scope;
  const title = checkTitle(input.title ?? null, `${path}.title`, limits);
  const content = checkWords(input, title, `${path}.content`, limits);
  const metadata = checkMetadata(input.metadata ?? {}, collection.fields, {
    strict: collection.strict,
    path: `${path}.metadata`,
    limits,
  });
  const readScopes = checkScopes(input.readScopes, `${path}.readScopes`);
  refuseFullRow(metadata, readScopes, `${path}.readScopes`);
  const tenant = scope.tenantIn(collection);
  return {
    key: documentKey(input.documentId, tenant),
    documentId: input.documentId,
    ifRevision: input.ifRevision,
    title,
    content,
    metadata,
    expiresAt: checkExpiry(input.expiresAt, `${path}.expiresAt`),
    readScopes,
    given: checkGiven({ ...input, content }, collection, path),
    images: checkImages(input.images, collection, `${path}.images`, fetched),
    ...choosePartition(collection, { metadata, tenant, asked: input.partition ?? partition }, path),
  };
}

/** The content, which alone a document with images may lack. @throws BAD_USER_INPUT where there are no words at all */
function checkWords(
  { content: given, images }: DocumentInput,
  title: string | null,
  path: string,
  limits: Scope['limits'],
): string {
  const isPicture = (images?.length ?? 0) > 0;
  if (given === null || given === undefined) {
    if (!isPicture) throw userError.badInput(path, 'is missing; only a document with images may do without.');
  }
  const content = checkContent(given ?? '', path, limits);
  if (content.trim() === '' && (title ?? '').trim() === '') {
    throw userError.badInput(
      path,
      isPicture
        ? 'title and content are both empty. Give the picture a title, such as the name of its file.'
        : 'title and content are both empty: there is nothing to search.',
    );
  }
  return content;
}

/** A row of a view keeps both together. @throws BAD_USER_INPUT */
function refuseFullRow(
  metadata: Record<string, unknown>,
  readScopes: readonly string[] | null,
  path: string,
): void {
  if (!readScopes) return;
  if (Buffer.byteLength(stringifyJson64(withReadScopes(metadata, readScopes))) > metadataBytes) {
    throw userError.badInput(path, `and the metadata are together over ${metadataBytes} bytes.`);
  }
}
