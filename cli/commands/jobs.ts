import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import { events } from '../api/subscribe.ts';
import { Failure } from '../failure.ts';
import {
  ActivityDocument,
  CancelJobDocument,
  type IndexJobStatus,
  JobDocument,
  type JobLineFragment,
  type JobQuery,
  JobsDocument,
  PauseJobDocument,
  ResumeJobDocument,
  RetryJobDocument,
} from '../generated/operations.ts';
import { conclude, ended, type FollowOptions, outcome } from '../jobs/follow.ts';
import { type Column, table } from '../terminal/table.ts';
import { count, counted, duration, printable, type Style, styled } from '../terminal/text.ts';

export interface JobsOptions {
  collection?: string;
  first: number;
  follow?: boolean;
  json?: boolean;
}

/** Prints the newest jobs, or every change of a job from now on. */
export async function jobs(api: Api, options: JobsOptions): Promise<void> {
  if (options.follow) return follow(api, options);
  const variables = { collection: options.collection ?? null, first: options.first };
  const indexJobs = answered((await api.request(JobsDocument, variables)).indexJobs);
  const rows = indexJobs.edges.map(({ node }) => node);
  if (options.json) return console.log(JSON.stringify(rows, null, 2));
  if (rows.length === 0) return console.log('No indexing job yet.');
  console.log(table(rows, columns).join('\n'));
  const more = indexJobs.totalCount - rows.length;
  if (more > 0) console.log(styled('dim', `and ${counted(more, 'older one')}: see --first`));
}

/** Prints all there is to know of a job. */
export async function showJob(api: Api, id: string, { json }: { json?: boolean }): Promise<void> {
  const { indexJob } = await api.request(JobDocument, { id });
  if (!indexJob) {
    throw new Failure(
      `There is no job "${id}": jobs are kept for some time after their end. See kitegraph jobs.`,
    );
  }
  if (json) return console.log(JSON.stringify(indexJob, null, 2));
  console.log(jobLines(indexJob).join('\n'));
}

/** Does something to each of the jobs, and prints what they are then. */
async function each(
  ids: readonly string[],
  { json }: { json?: boolean },
  change: (id: string) => Promise<JobLineFragment>,
  said: (job: JobLineFragment) => string,
): Promise<void> {
  for (const id of ids) {
    const job = await change(id);
    console.log(json ? JSON.stringify(job) : said(job));
  }
}

export const cancelJobs = (api: Api, ids: readonly string[], options: { json?: boolean }) =>
  each(
    ids,
    options,
    async (id) => (await api.request(CancelJobDocument, { id })).cancelIndexJob.job,
    (job) => outcome(job),
  );

export const pauseJobs = (api: Api, ids: readonly string[], options: { json?: boolean }) =>
  each(
    ids,
    options,
    async (id) => (await api.request(PauseJobDocument, { id })).pauseIndexJob.job,
    (job) => `Paused ${job.kind} ${job.id}: go on with kitegraph jobs resume ${job.id}`,
  );

export const resumeJobs = (api: Api, ids: readonly string[], options: { json?: boolean }) =>
  each(
    ids,
    options,
    async (id) => (await api.request(ResumeJobDocument, { id })).resumeIndexJob.job,
    (job) => `${job.kind} ${job.id} goes on.`,
  );

/** @returns whether all that had failed is done now */
export async function retryJob(
  api: Api,
  id: string,
  options: FollowOptions & { skipFailed?: boolean },
): Promise<boolean> {
  const variables = { id, skipFailed: options.skipFailed ?? false };
  const { job } = (await api.request(RetryJobDocument, variables)).retryIndexJob;
  return conclude(api, job, options);
}

const statusStyle: Record<IndexJobStatus, Style> = {
  QUEUED: 'dim',
  RUNNING: 'cyan',
  WAITING: 'yellow',
  PAUSED: 'yellow',
  COMPLETED: 'green',
  COMPLETED_WITH_ERRORS: 'red',
  FAILED: 'red',
  CANCELLED: 'dim',
};

const columns: Column<JobLineFragment>[] = [
  { title: 'JOB', value: ({ id }) => id },
  { title: 'COLLECTION', value: ({ collection }) => nameOf(collection), most: 30 },
  { title: 'KIND', value: ({ kind }) => kind },
  {
    title: 'STATUS',
    value: ({ status }) => status,
    dress: (cell, { status }) => styled(statusStyle[status], cell),
  },
  { title: 'DONE', value: ({ processed, total }) => `${count(processed)}/${count(total)}`, align: 'right' },
  { title: 'FAILED', value: ({ failed }) => count(failed), align: 'right' },
  { title: 'RATE', value: ({ documentsPerSecond }) => `${documentsPerSecond.toFixed(1)}/s`, align: 'right' },
  { title: 'ACCEPTED', value: ({ createdAt }) => local(createdAt) },
];

function nameOf(collection: JobLineFragment['collection']): string {
  return collection?.name ?? '(deleted)';
}

function local(time: string): string {
  return new Date(time).toLocaleString('sv');
}

function jobLines(job: NonNullable<JobQuery['indexJob']>): string[] {
  const counts = [
    `${count(job.processed)} of ${count(job.total)} (${job.percent.toFixed(0)} %)`,
    job.failed > 0 && `${count(job.failed)} failed`,
    job.superseded > 0 && `${count(job.superseded)} superseded by later changes`,
    job.takenBack > 0 && `${count(job.takenBack)} taken back`,
    job.drifted !== null && `${count(job.drifted)} differed from the log`,
  ];
  const rate = job.documentsPerSecond > 0 && `${job.documentsPerSecond.toFixed(1)}/s`;
  const left = !ended(job.status) && job.estimatedSecondsLeft && `${duration(job.estimatedSecondsLeft)} left`;
  const facts: [string, string | false | null][] = [
    ['collection', printable(nameOf(job.collection))],
    ['kind', `${job.kind}, priority ${job.priority}`],
    ['status', styled(statusStyle[job.status], job.status)],
    ['done', [...counts, rate, left].filter(Boolean).join(', ')],
    ['waits for', job.waitingFor && printable(job.waitingFor)],
    ['failure', job.failure && printable(job.failure)],
    ['accepted', local(job.createdAt)],
    ['started', job.startedAt && local(job.startedAt)],
    ['ended', job.finishedAt && local(job.finishedAt)],
  ];
  const lines = facts.flatMap(([name, value]) => (value ? [`${name.padEnd(11)} ${value}`] : []));
  const errors = job.errors.map(
    ({ documentId, code, message }) => `  ${printable(documentId)}  ${code}: ${printable(message)}`,
  );
  const unlisted = job.failed - errors.length;
  return [
    styled('bold', job.id),
    ...lines,
    ...(errors.length > 0 ? ['', 'Documents that could not be indexed:', ...errors] : []),
    ...(errors.length > 0 && unlisted > 0 ? [`  and ${count(unlisted)} others`] : []),
  ];
}

/** Until the server ends it, or Ctrl-C. */
async function follow(api: Api, options: JobsOptions): Promise<void> {
  await using live = events(api.connection);
  if (!options.json)
    console.error(styled('dim', 'Jobs that are not finished, then every change. Ctrl-C ends this.'));
  for await (const { indexActivity } of live.of(ActivityDocument, {
    collection: options.collection ?? null,
  })) {
    console.log(options.json ? JSON.stringify(indexActivity) : changeLine(indexActivity.job));
  }
}

function changeLine(job: JobLineFragment): string {
  const left = job.estimatedSecondsLeft ? `, ${duration(job.estimatedSecondsLeft)} left` : '';
  const failed = job.failed > 0 ? `, ${count(job.failed)} failed` : '';
  const rate = job.status === 'RUNNING' ? `, ${job.documentsPerSecond.toFixed(1)}/s${left}` : '';
  return [
    styled('dim', new Date().toLocaleTimeString('sv')),
    job.id,
    printable(nameOf(job.collection)),
    styled(statusStyle[job.status], job.status.padEnd('COMPLETED'.length)),
    `${count(job.processed)}/${count(job.total)}${failed}${rate}${job.waitingFor ? `, ${printable(job.waitingFor)}` : ''}`,
  ].join('  ');
}
