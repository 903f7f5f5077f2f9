import { setTimeout as delay } from 'node:timers/promises';
import { positionOf } from '../../../lib/ids.ts';
import { DEFAULT_KEYWORD_WEIGHT } from '../../../lib/search-settings.ts';
import { modelKey, outdated } from '../../../lib/view-spec.ts';
import type { CollectionResolvers } from '../../../schema/generated/index.ts';
import type { Context } from '../context.ts';
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
  async needsRebuild({ spec }, _args, { load, embedding }) {
    const { name, version } = spec.model;
    const model = await load.model.load(spec.model);
    const reasons = outdated(spec);
    if (model?.newest && model.newest !== version) {
      reasons.push(`The model ${name} has changed (version ${model.newest}; the index has ${version}).`);
    }
    const images = spec.images && (await imageModelNow(embedding));
    if (spec.images && images && modelKey(images) !== modelKey(spec.images)) {
      reasons.push(
        `The image model is ${images.name} ${images.version}; its pictures are indexed by ${spec.images.name} ${spec.images.version}.`,
      );
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

/** What is not known soon is not told: an embedding service that is away holds up no list of collections. */
const SOON_MS = 1_000;

/** The image model that the deployment has now; undefined where that is not known. */
const imageModelNow = ({ images }: Pick<Context, 'embedding'>['embedding']) =>
  Promise.race([images.describe().catch(() => undefined), delay(SOON_MS, undefined, { ref: false })]);
