import type { JobState } from './watch.ts';

/** What an indexing run has done so far, in documents. */
export interface Counts {
  /** Read from the sources; more may follow until `complete`. */
  read: number;
  complete: boolean;
  /** How many there are in all, as far as can be told; null where it cannot. */
  expected: number | null;
  /** Of these, in a job by now. */
  accepted: number;
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

/**
 * Adds up the progress of the jobs of one run. Times are milliseconds of one monotonic clock. It holds the jobs that have not
 * ended, however many have.
 */
export class Tally {
  read = 0;
  complete = false;
  /** How much of the sources was read, 0 to 1. */
  fraction: number | undefined;
  /** Documents that are in a job. */
  accepted = 0;
  /** Documents that never reached a job. */
  rejected = 0;
  readonly #running = new Map<string, JobState>();
  readonly #ended: { processed: number; failed: number };
  readonly #before: number;
  readonly #of: 'processed' | 'accepted';
  #steps: { at: number; done: number }[] = [];

  /**
   * @param before what an interrupted run had done
   * @param of what its rate is of
   */
  constructor(before = { read: 0, processed: 0, failed: 0 }, of: 'processed' | 'accepted' = 'processed') {
    this.#ended = { processed: before.processed, failed: before.failed };
    this.#of = of;
    this.#before = before.read;
    this.read = before.read;
  }

  change(job: JobState, now: number): void {
    this.#running.set(job.id, job);
    this.step(now);
  }

  /** A job has ended, and will change no more. */
  end(id: string, { processed, failed }: { processed: number; failed: number }): void {
    this.#running.delete(id);
    this.#ended.processed += processed;
    this.#ended.failed += failed;
  }

  /** Takes down how much is done now, for the rate. */
  step(now: number): void {
    this.#steps = [...this.#recentSteps(now), { at: now, done: this.#done() }];
  }

  counts(now: number): Counts {
    const first = this.#recentSteps(now)[0];
    const seconds = first ? (now - first.at) / 1000 : 0;
    const done = this.#done();
    const rate = first && seconds > 0 ? (done - first.done) / seconds : 0;
    const expected = this.#expected();
    const left = (expected ?? 0) - this.rejected - done;
    return {
      read: this.read,
      complete: this.complete,
      expected,
      accepted: this.accepted,
      processed: this.#sum('processed'),
      rejected: this.rejected,
      failed: this.rejected + this.#sum('failed'),
      rate,
      secondsLeft: expected !== null && rate > 0 ? left / rate : null,
      waitingFor: [...this.#running.values()].find((job) => job.waitingFor)?.waitingFor ?? null,
    };
  }

  #expected(): number | null {
    if (this.complete) return this.read;
    return this.fraction && this.read > this.#before ? Math.round(this.read / this.fraction) : null;
  }

  #recentSteps(now: number): { at: number; done: number }[] {
    const recent = this.#steps.filter((step) => step.at > now - rateWindowMs).length;
    return this.#steps.slice(-Math.max(recent, rateChanges));
  }

  #done(): number {
    return this.#of === 'accepted' ? this.accepted : this.#sum('processed');
  }

  #sum(of: 'processed' | 'failed'): number {
    let sum = this.#ended[of];
    for (const job of this.#running.values()) sum += job[of];
    return sum;
  }
}
