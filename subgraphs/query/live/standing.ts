import { isUserError } from '../../../lib/errors.ts';
import { logger } from '../../../lib/log.ts';
import type { SearchInput } from '../../../schema/generated/query.ts';
import type { ShownHit } from '../pages/present.ts';
import type { Look } from '../search/rank.ts';
import type { SearchArguments, SearchResult } from '../search/search.ts';
import { hitKey } from './difference.ts';
import type { LiveMetrics } from './metrics.ts';
import type { Percolated } from './percolate.ts';
import { type Reach, reachOf } from './reach.ts';
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

/**
 * What the percolation of changes understands. A search that uses anything else, such as what a later version offers, is
 * run again with every change of its collections.
 */
const UNDERSTOOD = new Set([
  'collections',
  'text',
  'mode',
  'filter',
  'partitions',
  'fusion',
  'keywordWeight',
  'candidates',
  'atLeast',
  'waitMilliseconds',
]);
const isUsed = (value: unknown) => value !== undefined && value !== null && value !== false;

/** A part of the range of the page's scores: fused scores move a little with every candidate that comes or goes. */
const MARGIN = 0.05;
/** What is lost of a cosine on its way. */
const ROUNDING = 1e-5;
const RETRY_MS = { first: 1_000, most: 30_000 };
const LONGEST_TIMER_MS = 86_400_000;
const log = logger('live');

/** A search whose page is kept up to date, for all who asked the same with the same rights. */
export class Standing implements Runnable, Percolated {
  readonly args: Omit<SearchArguments, 'look'>;
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
  threshold = Number.NEGATIVE_INFINITY;
  /** Only documents that reach its page can change it: no score depends on other documents. */
  pure = false;
  /** Being run: changes are compared with what comes of it. */
  busy = false;
  reason: Reason = 'first';
  /** When it was heard of that its page may have changed; undefined while nothing was. */
  touchedAt: number | undefined;
  #shown = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #retryMs = RETRY_MS.first;

  constructor(args: Omit<SearchArguments, 'look'>, parts: StandingParts) {
    this.args = args;
    this.#parts = parts;
  }

  get tenant(): string | undefined {
    return this.args.caller.tenant;
  }

  get partitions(): ReadonlySet<string> | undefined {
    const { partitions } = this.args.input;
    return partitions ? new Set(partitions) : undefined;
  }

  shows(collectionId: string, key: string): boolean {
    return this.#shown.has(`${collectionId} ${key}`);
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
    let seen: Parameters<Look>[0] | undefined;
    try {
      const look: Look = (ranked) => {
        seen = ranked;
      };
      const result = await this.#parts.search({ ...this.args, look });
      this.#take(result, seen);
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

  #take(result: SearchResult, seen: Parameters<Look>[0] | undefined): void {
    const { hits } = result.page;
    this.result = result;
    this.#shown = new Set(hits.map(hitKey));
    this.reach = seen && understood(this.args.input) ? reachOf(seen) : undefined;
    this.pure = this.reach !== undefined && isPure(seen as Parameters<Look>[0]);
    this.threshold = thresholdOf(hits, this.args.first, this.pure);
    this.version++;
    this.#wakeAll();
    const expiries = hits.map(({ row }) => row.expires).filter((expires) => expires > 0);
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

function understood(input: SearchInput): boolean {
  return Object.entries(input).every(([name, value]) => UNDERSTOOD.has(name) || !isUsed(value));
}

/** Cosines of one model depend on nothing but the document. */
function isPure({ branches: { semantic, keyword } }: Parameters<Look>[0]): boolean {
  return semantic.length <= 1 && !keyword;
}

function thresholdOf(hits: readonly ShownHit[], first: number, pure: boolean): number {
  const [best, last] = [hits[0], hits.at(-1)];
  if (!best || !last || hits.length < first) return Number.NEGATIVE_INFINITY;
  return last.score - (pure ? 0 : MARGIN * (best.score - last.score)) - ROUNDING;
}
