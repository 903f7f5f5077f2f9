import type { Database } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { positionOf } from '../../../lib/ids.ts';
import { forOperators, forUnlimited } from '../../../lib/operators.ts';
import type { MutationResolvers, WaitFor } from '../../../schema/generated/index.ts';
import { createCollection } from '../collections/create.ts';
import { deleteCollection } from '../collections/delete.ts';
import { updateCollection } from '../collections/update.ts';
import type { Context } from '../context.ts';
import { type AcceptedChange, addDocuments } from '../documents/add.ts';
import { takeEmbeddings } from '../documents/embeddings.ts';
import { deleteDocuments } from '../documents/remove.ts';
import { updateDocuments } from '../documents/update.ts';
import { checkPriority } from '../documents/validate.ts';
import { cancelJob, pauseJob, resumeJob } from '../jobs/control.ts';
import { retryJob } from '../jobs/retry.ts';
import { optimizeCollection } from '../maintenance/optimize.ts';
import { verifyCollection } from '../maintenance/verify.ts';
import { registerModel } from '../models/register.ts';
import { removeModel } from '../models/remove.ts';
import { createPartition, dropPartition, setLoaded } from '../partitions/partition.ts';
import { waitForJob } from '../subscriptions/progress.ts';
import { rebuildCollection } from '../views/rebuild.ts';
import { pauseIndexing, resumeIndexing } from '../work/pause.ts';
import { indexing } from './Indexing.ts';

const LONGEST_WAIT_MS = 60_000;

const ofDocuments: MutationResolvers = {
  addDocuments: async (_mutation, { input }, { db, scope }) =>
    answer(db, await addDocuments(db, input, scope), input.waitFor),
  updateDocuments: async (_mutation, { input }, { db, scope }) =>
    answer(db, await updateDocuments(db, input, scope), input.waitFor),
  deleteDocuments: async (_mutation, { input }, { db, scope }) =>
    answer(db, await deleteDocuments(db, input, scope), input.waitFor),
};

const ofJobs: MutationResolvers = {
  cancelIndexJob: async (_mutation, { input }, context) => ({
    job: await cancelJob(context.db, await seenJob(input.id, context), context.scope.tenant),
  }),
  retryIndexJob: async (_mutation, { input }, context) => ({
    job: await retryJob(context.db, await seenJob(input.id, context), context.scope.tenant, input.skipFailed),
  }),
  pauseIndexJob: async (_mutation, { input }, context) => ({
    job: await pauseJob(context.db, await seenJob(input.id, context), context.scope.tenant),
  }),
  resumeIndexJob: async (_mutation, { input }, context) => ({
    job: await resumeJob(context.db, await seenJob(input.id, context), context.scope.tenant),
  }),
};

/** The id of a job, where its collection is one that the caller may use. @throws JOB_NOT_FOUND */
async function seenJob(id: string, { load, caller }: Context): Promise<string> {
  if (caller.collections && !(await load.job.load(id))) throw userError.jobNotFound('input.id', id);
  // Anew after what is done with it.
  load.job.clear(id);
  return id;
}

/** What concerns whole collections, or all of them. */
const ofOperators: MutationResolvers = forOperators({
  createCollection: async (_mutation, { input }, context) => ({
    collection: await createCollection(context.db, input, context),
  }),
  updateCollection: (_mutation, { input }, context) => updateCollection(context.db, input, context),
  deleteCollection: (_mutation, { input }, { db }) => deleteCollection(db, input.collection),
  rebuildCollection: async (_mutation, { input }, context) => ({
    job: await rebuildCollection(context.db, input.collection, checkPriority(input.priority), context),
  }),
  optimizeCollection: async (_mutation, { input }, { db }) => ({
    job: await optimizeCollection(db, input.collection),
  }),
  verifyCollection: async (_mutation, { input }, { db }) => ({
    job: await verifyCollection(db, input.collection, input.repair),
  }),
  keepEmbeddings: async (_mutation, { input }, { db }) => ({ added: await takeEmbeddings(db, input) }),
  registerModel: async (_mutation, { input }, { db, embedding }) => ({
    model: await registerModel(db, embedding, input),
  }),
  removeModel: async (_mutation, { input }, { db }) => ({ name: await removeModel(db, input.name) }),
  async pauseIndexing(_mutation, _args, context) {
    await pauseIndexing(context.db);
    return { indexing: await indexing(context) };
  },
  async resumeIndexing(_mutation, _args, context) {
    await resumeIndexing(context.db);
    return { indexing: await indexing(context) };
  },
  createPartition: async (_mutation, { input }, { db }) => ({ partition: await createPartition(db, input) }),
  dropPartition: async (_mutation, { input }, { db }) => ({
    name: input.name,
    job: await dropPartition(db, input),
  }),
  loadPartition: async (_mutation, { input }, { db }) => ({
    partition: await setLoaded(db, input, true),
  }),
  releasePartition: async (_mutation, { input }, { db }) => ({
    partition: await setLoaded(db, input, false),
  }),
} satisfies MutationResolvers);

export const Mutation: MutationResolvers = forUnlimited({ ...ofDocuments, ...ofJobs, ...ofOperators });

async function answer(
  db: Database,
  { job, position, collection, ...change }: AcceptedChange,
  waitFor: WaitFor,
) {
  return {
    ...change,
    position: positionOf(collection.id, position),
    job: waitFor === 'INDEXED' ? await waitForJob(db, job, LONGEST_WAIT_MS) : job,
  };
}
