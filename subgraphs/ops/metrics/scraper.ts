import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Histogram, type Registry } from 'prom-client';
import { metricsRead, type Scraped, scraped, seriesRead, type Windows } from './catalogue.ts';
import { parseExposition } from './exposition.ts';
import { ServiceWindow } from './window.ts';

/** Where a service's metrics are, and the key that it asks for. */
export interface ScrapeTarget {
  url: string;
  /** What proves to it who asks. */
  headers: () => Record<string, string>;
}

export interface ScraperOptions {
  targets: Partial<Record<Scraped, ScrapeTarget>>;
  /** Milliseconds from one scrape to the next. */
  intervalMs: number;
  /** Milliseconds that the metrics look back. */
  windowMs: number;
  registry: Registry;
  log: Logger;
}

/** Other services than the product's own, which do not know this, tell all that they have. */
const ASKED = new URLSearchParams(metricsRead.map((name) => ['name[]', name])).toString();

/**
 * Reads the services' /metrics again and again into a sliding window each. A service that does not answer is passed
 * over until it does.
 */
export class Scraper extends EventEmitter<{ round: [] }> {
  readonly windows: Windows;
  readonly #options: ScraperOptions;
  readonly #duration: Histogram<'target' | 'outcome'>;
  readonly #seen = new Set<Scraped>();
  readonly #away = new Set<Scraped>();

  constructor(options: ScraperOptions) {
    super();
    this.#options = options;
    const window = () => new ServiceWindow(options.windowMs);
    this.windows = { gateway: window(), query: window(), index: window(), embedding: window() };
    this.#duration = new Histogram({
      name: 'scrape_duration',
      help: 'Time that reading the metrics of a service took, in seconds',
      labelNames: ['target', 'outcome'],
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2],
      registers: [options.registry],
    });
  }

  /** Scrapes until `signal` aborts and emits `round` after each time; one that is late is not made up for. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const started = performance.now();
      await this.scrape(signal);
      this.emit('round');
      const left = this.#options.intervalMs - (performance.now() - started);
      await delay(Math.max(left, 10), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Reads each service once, all at the same time. Never throws. */
  async scrape(signal?: AbortSignal): Promise<void> {
    await Promise.all(
      scraped.map(async (name) => {
        const target = this.#options.targets[name];
        if (target) await this.#scrapeOne(name, target, signal);
      }),
    );
  }

  async #scrapeOne(name: Scraped, target: ScrapeTarget, stopped?: AbortSignal): Promise<void> {
    const started = performance.now();
    const outcome = (label: string) =>
      this.#duration.observe({ target: name, outcome: label }, (performance.now() - started) / 1000);
    try {
      const deadline = AbortSignal.timeout(Math.max(this.#options.intervalMs, 1_000));
      const response = await fetch(`${target.url}/metrics?${ASKED}`, {
        headers: target.headers(),
        signal: stopped ? AbortSignal.any([deadline, stopped]) : deadline,
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      this.windows[name].add(
        performance.now(),
        parseExposition(text, (series) => seriesRead.test(series)),
      );
      outcome('ok');
      this.#seen.add(name);
      if (this.#away.delete(name)) this.#options.log.info({ target: name }, 'its metrics can be read again');
    } catch (error) {
      this.windows[name].forget(performance.now());
      if (stopped?.aborted) return;
      outcome('error');
      if (this.#away.has(name)) return;
      this.#away.add(name);
      const { message, cause } = error as Error;
      // Services start in any order: one that has never answered is no news yet, and /health names it.
      this.#options.log[this.#seen.has(name) ? 'warn' : 'info'](
        { target: name, err: cause instanceof Error ? cause.message : message },
        'its metrics cannot be read; trying again',
      );
    }
  }
}
