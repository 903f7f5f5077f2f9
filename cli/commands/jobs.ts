import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import { events } from '../api/subscribe.ts';
import {
  ActivityDocument,
  type IndexJobStatus,
  type JobLineFragment,
  JobsDocument,
} from '../generated/operations.ts';
import { type Column, table } from '../terminal/table.ts';
import { count, duration, printable, type Style, styled } from '../terminal/text.ts';

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
  if (more > 0) console.log(styled('dim', `and ${count(more)} older ones: see --first`));
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
  { title: 'ACCEPTED', value: ({ createdAt }) => new Date(createdAt).toLocaleString('sv') },
];

function nameOf(collection: JobLineFragment['collection']): string {
  return collection?.name ?? '(deleted)';
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
