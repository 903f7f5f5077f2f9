import { abortable } from '../../../lib/abortable.ts';
import type { Caller } from '../../../lib/caller.ts';
import type { Database } from '../../../lib/database/database.ts';
import { eventsSince, latestSequence } from '../../../lib/database/events.ts';
import { userError } from '../../../lib/errors.ts';
import { allowedCollections } from '../collections/collection.ts';
import { type JobRow, jobsById } from '../jobs/job.ts';
import { jobOfEvent, jobStream } from '../jobs/publish.ts';

/** A change of a job: the job after it. */
export interface JobEvent {
  sequence: number;
  job: JobRow;
  /** Whether it belongs to a state that the next event goes on with. */
  partial?: boolean | undefined;
}

/**
 * A job's progress: its state, or with `after` what was missed, then every change, until the job has ended.
 * @throws JOB_NOT_FOUND
 */
export async function jobProgress(
  db: Database,
  id: string,
  after: number | null | undefined,
  caller: Caller,
): Promise<AsyncIterableIterator<JobEvent>> {
  const stream = jobStream(id);
  // An event is in the log before anybody can see the job's new state: what ended by now has all its events.
  const [job] = await jobsById(db, [id]);
  const { tenant } = caller;
  const seen = job && (tenant === undefined || job.tenant === tenant);
  if (!seen || !(await allowedCollections(db, caller)).has(job.collectionId))
    throw userError.jobNotFound('id', id);
  const last = job.finishedAt ? await latestSequence(db, stream) : Number.POSITIVE_INFINITY;
  return abortable(async function* (signal) {
    if (typeof after === 'number' && after >= last) return;
    const state = async (sequence: number) => {
      const [payload] = await jobsById(db, [id]);
      // Deleted since, with its collection: nothing would ever follow.
      if (!payload) throw userError.jobNotFound('id', id);
      return [{ sequence, payload }];
    };
    for await (const { sequence, payload } of eventsSince<JobRow>({ db, stream, after, state, signal })) {
      const changed = jobOfEvent(payload);
      yield { sequence, job: changed };
      // One that ended and was tried again has more to tell.
      if (changed.finishedAt && sequence >= (await latestSequence(db, stream))) return;
    }
  });
}

/** The job when it has ended, or as it is after `ms` milliseconds. */
export async function waitForJob(db: Database, job: JobRow, ms: number): Promise<JobRow> {
  let newest = job;
  if (newest.finishedAt) return newest;
  const events = await jobProgress(db, job.id, undefined, {});
  const timer = setTimeout(() => void events.return?.(), ms);
  try {
    for await (const event of events) newest = event.job;
  } finally {
    clearTimeout(timer);
  }
  return newest;
}
