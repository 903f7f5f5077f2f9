import { positionOf } from '../../../lib/ids.ts';
import { DEFAULT_KEYWORD_WEIGHT } from '../../../lib/search-settings.ts';
import { outdated } from '../../../lib/view-spec.ts';
import type { CollectionResolvers } from '../../../schema/generated/index.ts';
import { partitionsOf } from '../partitions/partition.ts';
import { runningRebuild } from '../views/rebuild.ts';

export const Collection: CollectionResolvers = {
  __resolveReference: (reference, { load }) =>
    'id' in reference ? load.collectionById.load(reference.id) : load.collectionByName.load(reference.name),
  embeddingModel: ({ model }) => model,
  passages: ({ spec }) => spec.passages,
  keywords: ({ spec }) => spec.keywords,
  index: ({ spec }) => ({ targetRecall: null, ...spec.index }),
  imageModel: ({ spec }) => spec.images ?? null,
  partitions: ({ id, partitionBy }, _args, { db, caller }) =>
    partitionBy.by === 'NAME' ? partitionsOf(db, id, caller.scopes) : [],
  search: ({ search }) => ({ keywordWeight: search.keywordWeight ?? DEFAULT_KEYWORD_WEIGHT }),
  batching: ({ ownBatching }, _args, { batching }) => ({ ...batching, ...ownBatching }),
  async needsRebuild({ spec }, _args, { load }) {
    const { name, version } = spec.model;
    const model = await load.model.load(spec.model);
    const reasons = outdated(spec);
    if (model?.newest && model.newest !== version) {
      reasons.push(`The model ${name} has changed (version ${model.newest}; the index has ${version}).`);
    }
    return reasons;
  },
  // Jobs tell of documents whoever may see them.
  rebuild: ({ id }, _args, { db, caller }) => (caller.scopes ? null : runningRebuild(db, id)),
  readScopes: ({ readScopes }) => readScopes ?? [],
  indexStatistics: ({ partitionBy, totalIndexed, totalDeleted, batchesProcessed }, _args, { caller }) =>
    // What others bring is not for everyone to know.
    caller.scopes || (caller.tenant !== undefined && partitionBy.by === 'TENANT')
      ? null
      : { totalIndexed, totalDeleted, batchesProcessed },
  position: (collection) => positionOf(collection.id, collection.position),
  // Whoever does not see all of it counts what it sees.
  documentCount: async (collection, _args, { load }) =>
    (await load.ownCounts.load(collection))?.documents ?? collection.documentCount,
  pendingCount: async (collection, _args, { load }) =>
    (await load.ownCounts.load(collection))?.pending ?? collection.pendingCount,
  vectorCount: (collection, _args, { load }) => load.vectorCount.load(collection),
};
