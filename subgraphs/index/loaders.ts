import DataLoader from 'dataloader';
import type { Queryable } from '../../lib/database/database.ts';
import type { VectorStore } from '../../lib/milvus/vector-store.ts';
import { type CollectionRow, collectionsById, collectionsByName } from './collections/collection.ts';
import { pendingCounts, vectorCount } from './collections/counts.ts';
import { type DocumentRow, documentsById, documentsByName } from './documents/document.ts';
import { errorsOfJobs, type JobError } from './jobs/errors.ts';
import { type JobRow, jobsById } from './jobs/job.ts';

/** Look-ups of one request, each batched: one SQL statement for all that are asked in one tick. */
export interface Loaders {
  collectionById: DataLoader<string, CollectionRow | null>;
  collectionByName: DataLoader<string, CollectionRow | null>;
  documentById: DataLoader<{ collectionId: string; documentId: string }, DocumentRow | null, string>;
  documentByName: DataLoader<{ collectionName: string; documentId: string }, DocumentRow | null, string>;
  job: DataLoader<string, JobRow | null>;
  jobErrors: DataLoader<string, JobError[]>;
  /** By view id. */
  pendingCount: DataLoader<string, number>;
  /** By the name in Milvus. */
  vectorCount: DataLoader<string, number | null>;
}

const byId = (key: { collectionId: string; documentId: string }) => `${key.collectionId} ${key.documentId}`;
const byName = (key: { collectionName: string; documentId: string }) =>
  `${key.collectionName} ${key.documentId}`;

export function makeLoaders(db: Queryable, store: VectorStore): Loaders {
  return {
    collectionById: new DataLoader(async (ids) =>
      inOrder(ids, await collectionsById(db, ids), (row) => row.id),
    ),
    collectionByName: new DataLoader(async (names) =>
      inOrder(names, await collectionsByName(db, names), (row) => row.name),
    ),
    documentById: new DataLoader(
      async (keys) => inOrder(keys.map(byId), await documentsById(db, keys), byId),
      { cacheKeyFn: byId },
    ),
    documentByName: new DataLoader(
      async (keys) => inOrder(keys.map(byName), await documentsByName(db, keys), byName),
      { cacheKeyFn: byName },
    ),
    job: new DataLoader(async (ids) => inOrder(ids, await jobsById(db, ids), (row) => row.id)),
    jobErrors: new DataLoader(async (ids) => {
      const errors = Map.groupBy(await errorsOfJobs(db, ids), (error) => error.jobId);
      return ids.map((id) => errors.get(id) ?? []);
    }),
    pendingCount: new DataLoader(async (ids) => {
      const counts = await pendingCounts(db, ids);
      return ids.map((id) => counts.get(id) ?? 0);
    }),
    vectorCount: new DataLoader((names) => Promise.all(names.map((name) => vectorCount(store, name)))),
  };
}

function inOrder<T>(keys: readonly string[], rows: readonly T[], keyOf: (row: T) => string): (T | null)[] {
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => found.get(key) ?? null);
}
