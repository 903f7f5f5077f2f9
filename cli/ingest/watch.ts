import type { Events } from '../api/subscribe.ts';
import { JobProgressDocument, type JobProgressSubscription } from '../generated/operations.ts';

export type JobState = JobProgressSubscription['indexJobProgress']['job'];

/** As many jobs are watched at a time: they are worked on in their order, so those behind them have not begun. */
const watchedAtOnce = 8;

/** Follows jobs by their progress subscriptions until each has ended. */
export class JobWatch {
  readonly #events: Events;
  readonly #onChange: (job: JobState) => void;
  readonly #waiting: string[] = [];
  readonly #watched = new Set<Promise<void>>();
  #failed: unknown;

  constructor(events: Events, onChange: (job: JobState) => void) {
    this.#events = events;
    this.#onChange = onChange;
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
    for await (const { indexJobProgress } of this.#events.of(JobProgressDocument, { id })) {
      this.#onChange(indexJobProgress.job);
    }
  }
}
