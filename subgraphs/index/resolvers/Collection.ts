import { positionOf } from '../../../lib/ids.ts';
import type { CollectionResolvers } from '../../../schema/generated/index.ts';

export const Collection: CollectionResolvers = {
  __resolveReference: (reference, { load }) =>
    'id' in reference ? load.collectionById.load(reference.id) : load.collectionByName.load(reference.name),
  embeddingModel: (collection) => ({
    name: collection.modelName,
    version: collection.modelVersion,
    dimensions: collection.dimensions,
  }),
  pendingCount: (collection, _args, { load }) => load.pendingCount.load(collection.viewId),
  position: (collection) => positionOf(collection.id, collection.position),
  vectorCount: (collection, _args, { load }) => load.vectorCount.load(collection.milvusName),
};
