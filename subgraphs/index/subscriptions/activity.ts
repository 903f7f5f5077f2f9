import { abortable } from '../../../lib/abortable.ts';
import type { Caller } from '../../../lib/caller.ts';
import type { Database } from '../../../lib/database/database.ts';
import { eventsSince } from '../../../lib/database/events.ts';
import { allowedCollections, findCollection } from '../collections/collection.ts';
import { type JobRow, unfinishedJobs } from '../jobs/job.ts';
import { activityStream, jobOfEvent } from '../jobs/publish.ts';
import type { JobEvent } from './progress.ts';

/**
 * What the indexing does: the unfinished jobs, or with `after` what was missed (0: all that is kept), then every change,
 * of one collection or of all; only those of the tenant that the request is bound to.
 * @throws COLLECTION_NOT_FOUND
 */
export async function indexActivity(
  db: Database,
  collection: string | null | undefined,
  after: number | null | undefined,
  caller: Caller,
): Promise<AsyncIterableIterator<JobEvent>> {
  const stream = activityStream;
  const only = collection ? (await findCollection(db, collection, 'collection', caller)).id : undefined;
  const { tenant } = caller;
  const allowed = await allowedCollections(db, caller);
  return abortable(async function* (signal) {
    const state = async (sequence: number) =>
      (await unfinishedJobs(db, { collectionId: only, tenant }))
        .filter((payload) => allowed.has(payload.collectionId))
        .map((payload) => ({ sequence, payload }));
    for await (const { sequence, payload, partial } of eventsSince<JobRow>({
      db,
      stream,
      after,
      state,
      signal,
    })) {
      const wanted = only === undefined || payload.collectionId === only;
      const visible =
        (tenant === undefined || payload.tenant === tenant) && allowed.has(payload.collectionId);
      if (wanted && visible) yield { sequence, job: jobOfEvent(payload), ...(partial && { partial }) };
    }
  });
}
