import type { JobState } from './watch.ts';

/** What an indexing run has done so far, in documents. */
export interface Counts {
  /** Read from the sources; more may follow until `complete`. */
  read: number;
  complete: boolean;
  /** Indexed, superseded by a later one, or failed on the server. */
  processed: number;
  /** Unreadable, or refused by the server: these never became part of a job. */
  rejected: number;
  /** Not indexed: rejected, or failed on the server. */
  failed: number;
  /** Documents a second over the last seconds. */
  rate: number;
  secondsLeft: number | null;
  /** Why the server waits; null where it does not. */
  waitingFor: string | null;
}

/** The rate is taken over this time, in milliseconds, or over so many changes where they are rarer. */
const rateWindowMs = 15_000;
const rateChanges = 4;

/** Adds up the progress of the jobs of one run. Times are milliseconds of one monotonic clock. */
export class Tally {
  read = 0;
  complete = false;
  /** Documents that never reached a job. */
  rejected = 0;
  readonly #jobs = new Map<string, JobState>();
  #steps: { at: number; processed: number }[] = [];

  change(job: JobState, now: number): void {
    this.#jobs.set(job.id, job);
    this.#steps = [...this.#recentSteps(now), { at: now, processed: this.#processed() }];
  }

  /** The jobs in which documents failed. */
  failedJobs(): string[] {
    return [...this.#jobs.values()].filter((job) => job.failed > 0).map((job) => job.id);
  }

  counts(now: number): Counts {
    const processed = this.#processed();
    const first = this.#recentSteps(now)[0];
    const seconds = first ? (now - first.at) / 1000 : 0;
    const rate = first && seconds > 0 ? (processed - first.processed) / seconds : 0;
    const left = this.read - this.rejected - processed;
    return {
      read: this.read,
      complete: this.complete,
      processed,
      rejected: this.rejected,
      failed: this.rejected + this.#sum((job) => job.failed),
      rate,
      secondsLeft: this.complete && rate > 0 ? left / rate : null,
      waitingFor: [...this.#jobs.values()].find((job) => job.waitingFor)?.waitingFor ?? null,
    };
  }

  #recentSteps(now: number): { at: number; processed: number }[] {
    const recent = this.#steps.filter((step) => step.at > now - rateWindowMs).length;
    return this.#steps.slice(-Math.max(recent, rateChanges));
  }

  #processed(): number {
    return this.#sum((job) => job.processed);
  }

  #sum(of: (job: JobState) => number): number {
    let sum = 0;
    for (const job of this.#jobs.values()) sum += of(job);
    return sum;
  }
}
