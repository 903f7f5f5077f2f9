import type { Api } from '../api/client.ts';
import { events } from '../api/subscribe.ts';
import { Failure } from '../failure.ts';
import { FollowJobDocument, type IndexJobStatus, type JobLineFragment } from '../generated/operations.ts';
import { progressDisplay } from '../terminal/progress.ts';
import { count, counted, duration, printable } from '../terminal/text.ts';

export interface FollowOptions {
  /** Whether to wait until the job has ended. */
  wait: boolean;
  json?: boolean;
}

const interruptedExit = 130;

/** Prints a job, after its end where that is waited for. @returns whether it did all that it had to */
export async function conclude(
  api: Api,
  job: JobLineFragment,
  { wait, json }: FollowOptions,
  said: (job: JobLineFragment) => string = outcome,
): Promise<boolean> {
  const last = wait ? await followJob(api, job) : job;
  if (json) console.log(JSON.stringify(last, null, 2));
  else console.log(wait ? said(last) : `Started the job ${last.id}: see kitegraph jobs show ${last.id}`);
  return !wait || last.status === 'COMPLETED';
}

/** Shows how far a job is until it has ended, on standard error. @returns it at its end */
export async function followJob(api: Api, job: JobLineFragment): Promise<JobLineFragment> {
  const display = progressDisplay();
  await using live = events(
    api.connection,
    (lost) => lost && display.say('The connection is lost: trying again.'),
  );
  const interrupted = () => {
    display.end();
    console.error(
      `The job goes on: see kitegraph jobs show ${job.id}, or end it with kitegraph jobs cancel.`,
    );
    process.exit(interruptedExit);
  };
  process.once('SIGINT', interrupted);
  let last = job;
  try {
    for await (const { indexJobProgress } of live.of(FollowJobDocument, { id: job.id })) {
      last = indexJobProgress.job;
      display.show({ done: last.processed, total: last.total, sentence: sentence(last) });
    }
  } finally {
    process.off('SIGINT', interrupted);
    display.end();
  }
  if (!ended(last.status)) throw new Failure(`The server no longer tells of the job ${job.id}.`);
  return last;
}

export function ended(status: IndexJobStatus): boolean {
  return ['COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED'].includes(status);
}

function sentence(job: JobLineFragment): string {
  const unit = job.kind === 'OPTIMIZE' ? 'steps' : 'documents';
  const parts = [
    `${job.kind.toLowerCase()} ${count(job.processed)} of ${count(job.total)} ${unit}`,
    job.status === 'RUNNING' && job.documentsPerSecond > 0 && `${job.documentsPerSecond.toFixed(1)}/s`,
    job.status === 'RUNNING' && job.estimatedSecondsLeft && `${duration(job.estimatedSecondsLeft)} left`,
    job.status === 'PAUSED' && 'paused',
    job.failed > 0 && `${count(job.failed)} failed`,
    job.waitingFor !== null && `waiting: ${printable(job.waitingFor)}`,
  ];
  return parts.filter((part) => typeof part === 'string' && part !== '').join(', ');
}

/** What became of a job, in a line for people. */
export function outcome(job: JobLineFragment): string {
  const name = `${job.kind} ${job.id}`;
  const took =
    job.startedAt && job.finishedAt
      ? `, in ${duration((Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000)}`
      : '';
  switch (job.status) {
    case 'COMPLETED':
      return `Completed ${name}${took}.`;
    case 'COMPLETED_WITH_ERRORS':
      return `Completed ${name}${took}, but for ${count(job.failed)} of ${count(job.total)} documents: see kitegraph jobs show ${job.id}, then kitegraph jobs retry ${job.id}.`;
    case 'FAILED':
      return `Failed: ${name}. ${printable(job.failure ?? '')} Try again with kitegraph jobs retry ${job.id}.`;
    case 'CANCELLED':
      return `Cancelled ${name}${job.takenBack > 0 ? `; ${counted(job.takenBack, 'document')} ${job.takenBack === 1 ? 'was' : 'were'} taken back` : ''}.`;
    default:
      return `${name} is ${job.status}.`;
  }
}
