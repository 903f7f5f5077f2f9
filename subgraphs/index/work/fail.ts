import type { Database } from '../../../lib/database/database.ts';
import { PartRejected } from '../../../lib/errors.ts';
import { holdJobs } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import type { View } from '../views/view.ts';
import type { ClaimedDocument } from './claim.ts';
import { completeWork } from './complete.ts';

/** How often a document is tried before it counts as failed. */
export const MAX_ATTEMPTS = 3;
const FIRST_RETRY_SECONDS = 0.5;

/** Says of the collection's unfinished jobs that they wait for a part that is away, or refuses everything. */
export async function holdWork(db: Database, view: View, error: Error): Promise<void> {
  await db.transaction(async (tx) => {
    const [held] = await tx.query('select id from collections where id = $1 for update', [view.collectionId]);
    if (held) await publishJobs(tx, await holdJobs(tx, view.collectionId, view.id, error.message));
  });
}

/**
 * Records that a document could not be indexed by itself: tried again after a pause that grows, and failed for good at the
 * last attempt.
 */
export async function rejectDocument(
  db: Database,
  view: View,
  document: ClaimedDocument,
  error: unknown,
): Promise<void> {
  const { code, message } = reasonOf(error);
  if (document.attempts + 1 >= MAX_ATTEMPTS) {
    await completeWork(db, view, [{ document, failure: { code, message } }]);
    return;
  }
  await db.query(
    // A newer revision, accepted meanwhile, has all its attempts before it.
    `update view_work set leased_by = null, lease_until = null,
       attempts = case when revision = $4 then attempts + 1 else 0 end,
       last_error = case when revision = $4 then $3 end,
       not_before = case when revision = $4 then now() + make_interval(secs => $5) end
     where view_id = $1 and document_id = $2`,
    [view.id, document.documentId, message, document.revision, FIRST_RETRY_SECONDS * 4 ** document.attempts],
  );
}

function reasonOf(error: unknown): { code: string; message: string } {
  if (error instanceof PartRejected) return { code: error.code, message: error.message };
  return {
    code: 'INTERNAL_ERROR',
    message: 'The document could not be processed; the log of the index service has the details.',
  };
}
