import { parseDocumentKey } from '../../../lib/document-key.ts';
import { presentMetadata } from '../../../lib/filter/present.ts';
import { documentGlobalId } from '../../../lib/ids.ts';
import type { TitleSuggestionResolvers } from '../../../schema/generated/query.ts';

export const TitleSuggestion: TitleSuggestionResolvers = {
  title: ({ head }) => head.title,
  collectionName: ({ target }) => target.collection.name,
  node: ({ head: { document, title, revision, metadata }, target: { collection } }) => ({
    id: documentGlobalId(collection.id, document),
    collectionName: collection.name,
    documentId: parseDocumentKey(document).documentId,
    title,
    // Not provided: what wants it asks the index subgraph.
    content: null,
    metadata: presentMetadata(metadata, collection.fields),
    revision,
  }),
};
