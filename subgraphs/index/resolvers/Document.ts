import { parseDocumentKey } from '../../../lib/document-key.ts';
import { userError } from '../../../lib/errors.ts';
import { presentMetadata } from '../../../lib/filter/present.ts';
import { documentGlobalId, parseDocumentGlobalId } from '../../../lib/ids.ts';
import type { DocumentResolvers } from '../../../schema/generated/index.ts';
import type { CollectionRow } from '../collections/collection.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../documents/document.ts';
import { imageBytes, presentImage } from '../documents/images.ts';

export const Document: DocumentResolvers = {
  async __resolveReference(reference, { load, scope }) {
    if (!('id' in reference)) return load.documentByName.load(reference);
    const place = parseDocumentGlobalId(reference.id);
    if (!place) return null;
    const { tenant } = parseDocumentKey(place.key);
    return tenant === undefined || tenant === scope.tenant ? load.documentByKey.load(place) : null;
  },
  id: ({ collectionId, key }) => documentGlobalId(collectionId, key),
  documentId: ({ key }) => parseDocumentKey(key).documentId,
  tenant: ({ key }) => parseDocumentKey(key).tenant ?? null,
  partition: async (document, _args, context) => {
    const { partitionBy } = await collectionOf(document, context);
    return partitionBy.by === 'NAME' || partitionBy.by === 'FIELD' ? document.partition : null;
  },
  readScopes: ({ readScopes }) => readScopes ?? [],
  metadata: async (document, _args, context) =>
    presentMetadata(document.metadata, (await collectionOf(document, context)).fields),
  collection: (document, _args, context) => collectionOf(document, context),
  embeddingModel: async (document, _args, context) =>
    document.indexedRevision === null ? null : (await collectionOf(document, context)).model,
  passages: (document, _args, { load }) => load.passages.load(document),
  async images({ collectionId, imageHashes }, _args, { db }) {
    if (!imageHashes) return [];
    const bytes = await imageBytes(db, collectionId, imageHashes);
    return imageHashes.flatMap((hash) => {
      const image = bytes.get(hash.toString('hex'));
      return image ? [presentImage(image, hash)] : [];
    });
  },
  givenPassages: (document, _args, { load }) => load.givenPassages.load(document),
};

async function collectionOf(document: DocumentRow, { load }: Context): Promise<CollectionRow> {
  const collection = await load.collectionById.load(document.collectionId);
  // Deleted between the two reads.
  if (!collection) throw userError.collectionNotFound('collection', document.collectionName, []);
  return collection;
}
