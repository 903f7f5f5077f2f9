import { userError } from '../../../lib/errors.ts';
import { presentMetadata } from '../../../lib/filter/present.ts';
import { documentGlobalId, parseDocumentGlobalId } from '../../../lib/ids.ts';
import type { DocumentResolvers } from '../../../schema/generated/index.ts';
import type { CollectionRow } from '../collections/collection.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../documents/document.ts';

export const Document: DocumentResolvers = {
  __resolveReference(reference, { load }) {
    if (!('id' in reference)) return load.documentByName.load(reference);
    const key = parseDocumentGlobalId(reference.id);
    return key ? load.documentById.load(key) : null;
  },
  id: (document) => documentGlobalId(document.collectionId, document.documentId),
  metadata: async (document, _args, context) =>
    presentMetadata(document.metadata, (await collectionOf(document, context)).fields),
  collection: (document, _args, context) => collectionOf(document, context),
};

async function collectionOf(document: DocumentRow, { load }: Context): Promise<CollectionRow> {
  const collection = await load.collectionById.load(document.collectionId);
  // Deleted between the two reads.
  if (!collection) throw userError.collectionNotFound('collection', document.collectionName, []);
  return collection;
}
