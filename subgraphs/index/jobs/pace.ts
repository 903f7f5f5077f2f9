import type { JobRow } from './job.ts';

/** How much of the job is processed, 0 to 100 with at most one decimal; 100 where it has no documents. */
export function percentOf(job: JobRow): number {
  return job.total === 0 ? 100 : Math.floor((job.processed / job.total) * 1000) / 10;
}

/** Documents a second from its start to its last progress; 0 before. */
export function documentsPerSecond(job: JobRow): number {
  if (!job.startedAt || !job.progressedAt || job.processed === 0) return 0;
  const seconds = Math.max(0.001, (job.progressedAt.getTime() - job.startedAt.getTime()) / 1000);
  return Math.round((job.processed / seconds) * 100) / 100;
}

/** Seconds left at that rate; 0 at the end, null before it can be told. */
export function estimatedSecondsLeft(job: JobRow): number | null {
  if (job.finishedAt) return 0;
  const rate = documentsPerSecond(job);
  return rate === 0 ? null : Math.round(((job.total - job.processed) / rate) * 10) / 10;
}
