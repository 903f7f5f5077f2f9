import type { IndexJobResolvers } from '../../../schema/generated/index.ts';
import { documentsPerSecond, estimatedSecondsLeft, percentOf } from '../jobs/pace.ts';

export const IndexJob: IndexJobResolvers = {
  __resolveReference: (reference, { load }) => load.job.load(reference.id),
  percent: (job) => percentOf(job),
  documentsPerSecond: (job) => documentsPerSecond(job),
  estimatedSecondsLeft: (job) => estimatedSecondsLeft(job),
  errors: (job, _args, { load }) => (job.failed === 0 ? [] : load.jobErrors.load(job.id)),
  collection: (job, _args, { load }) => load.collectionById.load(job.collectionId),
};
