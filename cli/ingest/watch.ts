import { Refused } from '../api/errors.ts';
import type { Events } from '../api/subscribe.ts';
import { JobProgressDocument, type JobProgressSubscription } from '../generated/operations.ts';

export type JobState = JobProgressSubscription['indexJobProgress']['job'];

/** As many jobs are watched at a time: they are worked on in their order, so those behind them have not begun. */
const watchedAtOnce = 8;

export interface JobWatcher {
  /** Told of every change of a job, its end included. */
  onChange(job: JobState): void;
  /** Told of a job that has ended, with its last state (none where the server has forgotten it since); `ended` waits for it. */
  onEnd(id: string, last: JobState | undefined): void | Promise<void>;
}

/** Follows jobs by their progress subscriptions until each has ended. */
export class JobWatch {
  readonly #events: Events;
  readonly #watcher: JobWatcher;
  readonly #waiting: string[] = [];
  readonly #watched = new Set<Promise<void>>();
  #failed: unknown;

  constructor(events: Events, watcher: JobWatcher) {
    this.#events = events;
    this.#watcher = watcher;
  }

  add(job: string): void {
    this.#waiting.push(job);
    this.#next();
  }

  /** Resolves when every job that was added has ended. @throws what broke a subscription */
  async ended(): Promise<void> {
    while (this.#watched.size > 0) await Promise.race(this.#watched);
    if (this.#failed) throw this.#failed;
  }

  #next(): void {
    if (this.#watched.size >= watchedAtOnce || this.#failed) return;
    const id = this.#waiting.shift();
    if (id === undefined) return;
    const watching = this.#watch(id)
      .catch((error) => {
        this.#failed ??= error;
      })
      .finally(() => {
        this.#watched.delete(watching);
        this.#next();
      });
    this.#watched.add(watching);
  }

  async #watch(id: string): Promise<void> {
    let last: JobState | undefined;
    try {
      for await (const { indexJobProgress } of this.#events.of(JobProgressDocument, { id })) {
        last = indexJobProgress.job;
        this.#watcher.onChange(indexJobProgress.job);
      }
    } catch (error) {
      if (!(error instanceof Refused && error.only('JOB_NOT_FOUND'))) throw error;
    }
    await this.#watcher.onEnd(id, last);
  }
}
