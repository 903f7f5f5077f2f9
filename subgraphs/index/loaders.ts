import DataLoader from 'dataloader';
import { mayUse } from '../../lib/access.ts';
import type { Queryable } from '../../lib/database/database.ts';
import { documentKey } from '../../lib/document-key.ts';
import type { VectorStore } from '../../lib/milvus/vector-store.ts';
import { modelKey } from '../../lib/view-spec.ts';
import {
  allowedCollections,
  type CollectionRow,
  collectionsById,
  collectionsByName,
} from './collections/collection.ts';
import { type OwnCounts, ownCounts, vectorCount } from './collections/counts.ts';
import { type DocumentRow, documentsByKey } from './documents/document.ts';
import { givenPassages } from './documents/given.ts';
import { type IndexedPassage, indexedPassages } from './documents/passages.ts';
import type { Scope } from './documents/scope.ts';
import { errorsOfJobs, type JobError } from './jobs/errors.ts';
import { type JobRow, jobsById } from './jobs/job.ts';
import { collectionsUsing, modelsByVersion, type RegisteredModel } from './models/model.ts';

/** Look-ups of one request, each batched: one SQL statement for all that are asked in one tick. */
export interface Loaders {
  collectionById: DataLoader<string, CollectionRow | null>;
  collectionByName: DataLoader<string, CollectionRow | null>;
  documentByKey: DataLoader<{ collectionId: string; key: string }, DocumentRow | null, string>;
  /** By the document's own id, of the tenant that the request is bound to. */
  documentByName: DataLoader<{ collectionName: string; documentId: string }, DocumentRow | null, string>;
  job: DataLoader<string, JobRow | null>;
  jobErrors: DataLoader<string, JobError[]>;
  /** Of a request that does not see all of a collection; null for one that does. */
  ownCounts: DataLoader<CollectionRow, OwnCounts | null>;
  vectorCount: DataLoader<CollectionRow, number | null>;
  passages: DataLoader<DocumentRow, IndexedPassage[] | null>;
  givenPassages: DataLoader<DocumentRow, { start: number; end: number; vector: Float32Array }[] | null>;
  model: DataLoader<ModelName, RegisteredModel | null, string>;
  /** Names of the collections with an index of the model. */
  modelCollections: DataLoader<ModelName, string[], string>;
}

interface ModelName {
  name: string;
  version: string;
}

const byKey = (of: { collectionId: string; key: string }) => `${of.collectionId} ${of.key}`;

export function makeLoaders(db: Queryable, store: VectorStore, scope: Scope): Loaders {
  const { tenant, caller } = scope;
  const isSeen = (collection: CollectionRow) => mayUse(collection, caller);
  const collectionById = new DataLoader<string, CollectionRow | null>(async (ids) =>
    inOrder(ids, (await collectionsById(db, ids)).filter(isSeen), (row) => row.id),
  );
  const collectionByName = new DataLoader<string, CollectionRow | null>(async (names) =>
    inOrder(names, (await collectionsByName(db, names)).filter(isSeen), (row) => row.name),
  );
  const documentByKey = new DataLoader<{ collectionId: string; key: string }, DocumentRow | null, string>(
    async (keys) => inOrder(keys.map(byKey), await documentsByKey(db, keys, caller), byKey),
    { cacheKeyFn: byKey },
  );
  return {
    collectionById,
    collectionByName,
    documentByKey,
    documentByName: new DataLoader(
      (keys) =>
        Promise.all(
          keys.map(async ({ collectionName, documentId }) => {
            const collection = await collectionByName.load(collectionName);
            if (!collection) return null;
            const divided = collection.partitionBy.by === 'TENANT';
            if (divided && tenant === undefined) return null;
            const key = documentKey(documentId, divided ? tenant : undefined);
            return documentByKey.load({ collectionId: collection.id, key });
          }),
        ),
      { cacheKeyFn: ({ collectionName, documentId }) => `${collectionName} ${documentId}` },
    ),
    job: new DataLoader(async (ids) => {
      const [jobs, allowed] = await Promise.all([jobsById(db, ids), allowedCollections(db, caller)]);
      const visible = jobs.filter(
        (job) =>
          !caller.scopes && (tenant === undefined || job.tenant === tenant) && allowed.has(job.collectionId),
      );
      return inOrder(ids, visible, (row) => row.id);
    }),
    jobErrors: new DataLoader(async (ids) => {
      const errors = Map.groupBy(await errorsOfJobs(db, ids), (error) => error.jobId);
      return ids.map((id) => errors.get(id) ?? []);
    }),
    ownCounts: new DataLoader((collections) =>
      Promise.all(collections.map((collection) => ownCounts(db, collection, caller))),
    ),
    vectorCount: new DataLoader((collections) =>
      Promise.all(collections.map((collection) => vectorCount(store, collection, caller))),
    ),
    passages: new DataLoader((documents) => indexedPassages(db, store, documents, collectionById)),
    givenPassages: new DataLoader(async (documents) => {
      const given = new Map<DocumentRow, { start: number; end: number; vector: Float32Array }[]>();
      const byCollection = Map.groupBy(documents, ({ collectionId }) => collectionId);
      for (const [id, its] of byCollection) {
        const collection = await collectionById.load(id);
        const found = collection ? await givenPassages(db, collection, its) : new Map();
        for (const document of its) given.set(document, found.get(document.key));
      }
      return documents.map((document) => given.get(document) ?? null);
    }),
    model: new DataLoader(
      async (models) =>
        inOrder(models.map(modelKey), await modelsByVersion(db, models), ({ spec }) => modelKey(spec)),
      { cacheKeyFn: modelKey },
    ),
    modelCollections: new DataLoader(
      async (models) => (await collectionsUsing(db, models, caller)).map(({ collections }) => collections),
      { cacheKeyFn: modelKey },
    ),
  };
}

function inOrder<T>(keys: readonly string[], rows: readonly T[], keyOf: (row: T) => string): (T | null)[] {
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => found.get(key) ?? null);
}
