import type { Database } from '../../../lib/database/database.ts';
import { positionOf } from '../../../lib/ids.ts';
import type { MutationResolvers, WaitFor } from '../../../schema/generated/index.ts';
import { createCollection } from '../collections/create.ts';
import { deleteCollection } from '../collections/delete.ts';
import { type AcceptedChange, addDocuments } from '../documents/add.ts';
import { deleteDocuments } from '../documents/remove.ts';
import { updateDocuments } from '../documents/update.ts';
import { waitForJob } from '../subscriptions/progress.ts';

const LONGEST_WAIT_MS = 60_000;

export const Mutation: MutationResolvers = {
  createCollection: async (_mutation, { input }, { db, embedding }) => ({
    collection: await createCollection(db, input, () => embedding.describe()),
  }),
  deleteCollection: (_mutation, { input }, { db }) => deleteCollection(db, input.collection),
  addDocuments: async (_mutation, { input }, { db }) =>
    answer(db, await addDocuments(db, input), input.waitFor),
  updateDocuments: async (_mutation, { input }, { db }) =>
    answer(db, await updateDocuments(db, input), input.waitFor),
  deleteDocuments: async (_mutation, { input }, { db }) =>
    answer(db, await deleteDocuments(db, input), input.waitFor),
};

async function answer(db: Database, { job, position, collection }: AcceptedChange, waitFor: WaitFor) {
  return {
    position: positionOf(collection.id, position),
    job: waitFor === 'INDEXED' ? await waitForJob(db, job, LONGEST_WAIT_MS) : job,
  };
}
