import type { Queryable } from '../../../lib/database/database.ts';
import { appendToStreams } from '../../../lib/database/events.ts';
import type { JobRow } from './job.ts';

/** The stream of all jobs' changes. */
export const activityStream = 'activity';

/** The stream of one job's changes. */
export function jobStream(jobId: string): string {
  return `job:${jobId}`;
}

/**
 * Appends what became of these jobs to their streams and to the activity. Called once, and last, in a transaction: the
 * activity's stream stays locked until it commits.
 */
export async function publishJobs(tx: Queryable, jobs: readonly JobRow[]): Promise<void> {
  if (jobs.length === 0) return;
  await appendToStreams(
    tx,
    jobs.flatMap((job) => [
      { stream: jobStream(job.id), payload: job },
      { stream: activityStream, payload: job },
    ]),
  );
}

/** An event's payload comes back from JSON with its dates as texts. */
export function jobOfEvent(payload: JobRow): JobRow {
  const date = (value: Date | null) => (value === null ? null : new Date(value));
  return {
    ...payload,
    createdAt: new Date(payload.createdAt),
    startedAt: date(payload.startedAt),
    progressedAt: date(payload.progressedAt),
    finishedAt: date(payload.finishedAt),
  };
}
