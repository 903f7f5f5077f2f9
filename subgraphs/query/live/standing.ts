import { isUserError } from '../../../lib/errors.ts';
import { logger } from '../../../lib/log.ts';
import type { SearchArguments, SearchResult } from '../search/search.ts';
import type { Candidates } from './candidates.ts';
import { difference, hitKey } from './difference.ts';
import type { LiveMetrics } from './metrics.ts';
import type { Percolated } from './percolate.ts';
import type { Reach } from './reach.ts';
import type { Runnable } from './runs.ts';

/** Why a standing search is run. */
export type Reason = 'first' | 'touched' | 'unknown' | 'late' | 'retry';

/** What a standing search works with. */
export interface StandingParts {
  search(args: SearchArguments): Promise<SearchResult>;
  metrics: LiveMetrics;
  /** Called after each run, with what it went by: may ask for another one. */
  ran(standing: Standing, result: SearchResult): Promise<void>;
  /** Asks for another run. */
  again(standing: Standing): void;
}

const RETRY_MS = { first: 1_000, most: 30_000 };
const LONGEST_TIMER_MS = 86_400_000;
const log = logger('live');

/** A search whose page is kept up to date, for all who asked the same with the same rights. */
export class Standing implements Runnable, Percolated {
  readonly args: SearchArguments;
  readonly #parts: StandingParts;
  readonly #waiting = new Set<() => void>();
  /** How many follow it. */
  followers = 0;
  result: SearchResult | undefined;
  /** Grows with every run that was answered. */
  version = 0;
  /** Why it cannot go on. */
  failure: unknown;
  reach: Reach | undefined;
  candidates: Candidates | undefined;
  /** Being run: changes are compared with what comes of it. */
  busy = false;
  reason: Reason = 'first';
  /** When it was heard of that its page may have changed; undefined while nothing was. */
  touchedAt: number | undefined;
  /** By document, the revision of it that the page shows. */
  #shown = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #retryMs = RETRY_MS.first;

  constructor(args: SearchArguments, parts: StandingParts) {
    this.args = args;
    this.#parts = parts;
  }

  get tenant(): string | undefined {
    return this.args.caller.tenant;
  }

  shown(collectionId: string, key: string): number | undefined {
    return this.#shown.get(`${collectionId} ${key}`);
  }

  /** Resolves when there is another version than this one, or nothing more is to come. */
  async after(version: number, wakeable: (wake: () => void) => void): Promise<void> {
    if (this.version !== version || this.failure !== undefined) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      wakeable(wake);
    });
  }

  async run(): Promise<void> {
    const { reason, touchedAt } = this;
    this.touchedAt = undefined;
    this.reason = 'late';
    this.busy = true;
    clearTimeout(this.#timer);
    this.#parts.metrics.ran(reason);
    try {
      const result = await this.#parts.search(this.args);
      const before = this.result?.page.hits;
      this.#take(result);
      if (before && difference(before, result.page.hits).length > 0) this.#parts.metrics.changed(reason);
      if (touchedAt !== undefined) this.#parts.metrics.delay((performance.now() - touchedAt) / 1000);
      await this.#parts.ran(this, result);
      if (result.notes.length > 0) this.#retry();
      else this.#retryMs = RETRY_MS.first;
    } catch (error) {
      if (this.result === undefined || isUserError(error)) this.fail(error);
      else {
        log.warn({ err: (error as Error).message }, 'a standing search could not be run; it is tried again');
        this.#retry();
      }
    } finally {
      this.busy = false;
    }
  }

  #take(result: SearchResult): void {
    const { hits } = result.page;
    this.result = result;
    const shown = hits.flatMap((hit) => [hit, ...(hit.group?.hits ?? [])]);
    this.#shown = new Map(shown.map((hit) => [hitKey(hit), hit.row.revision]));
    this.version++;
    this.#wakeAll();
    const expiries = shown.map(({ row }) => row.expires).filter((expires) => expires > 0);
    if (expiries.length > 0) this.#runIn(Math.min(...expiries) - Date.now() + 1);
  }

  #retry(): void {
    this.reason = 'retry';
    this.#runIn(this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MS.most);
  }

  #runIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#parts.again(this),
      Math.min(Math.max(ms, 0), LONGEST_TIMER_MS),
    ).unref();
  }

  /** Says how changes are compared with it; undefined: any may reach its page. */
  reaches(known: { reach: Reach; candidates: Candidates } | undefined): void {
    this.reach = known?.reach;
    this.candidates = known?.candidates;
  }

  /** Only documents that reach its page can change it. */
  get pure(): boolean {
    return this.reach?.pure ?? false;
  }

  /** Ends it for all who follow it. */
  fail(error: unknown): void {
    this.failure = error;
    this.close();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
