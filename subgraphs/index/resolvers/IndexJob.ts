import { parseDocumentKey } from '../../../lib/document-key.ts';
import type { IndexJobResolvers } from '../../../schema/generated/index.ts';
import { documentsPerSecond, estimatedSecondsLeft, percentOf } from '../jobs/pace.ts';

export const IndexJob: IndexJobResolvers = {
  __resolveReference: (reference, { load }) => load.job.load(reference.id),
  percent: (job) => percentOf(job),
  documentsPerSecond: (job) => documentsPerSecond(job),
  estimatedSecondsLeft: (job) => estimatedSecondsLeft(job),
  async errors(job, _args, { load }) {
    const errors = job.failed === 0 ? [] : await load.jobErrors.load(job.id);
    return errors.map((error) => ({ ...error, documentId: parseDocumentKey(error.documentId).documentId }));
  },
  collection: (job, _args, { load }) => load.collectionById.load(job.collectionId),
};
