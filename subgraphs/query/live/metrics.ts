import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Reason } from './standing.ts';

export interface LiveMetrics {
  /** A standing search was run. */
  ran(reason: Reason): void;
  /** It had another page then. */
  changed(reason: Reason): void;
  /** So many changed documents were compared with standing searches. */
  compared(documents: number): void;
  /** A page that may have changed is up to date again, so many seconds after the change was heard of. */
  delay(seconds: number): void;
}

const delayBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** @param figures how many standing searches there are, who follow them, and are run when there is time */
export function liveMetrics(
  registry: Registry,
  figures: () => { searches: number; followers: number; behind: number },
): LiveMetrics {
  const registers = [registry];
  const gauge = (name: string, help: string, figure: 'searches' | 'followers' | 'behind') =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(figures()[figure]);
      },
    });
  gauge('live_searches', 'Standing searches', 'searches');
  gauge('live_search_followers', 'Subscriptions to standing searches', 'followers');
  gauge('live_searches_behind', 'Standing searches that wait to be run when there is time', 'behind');
  const runs = new Counter({
    name: 'live_search_runs_total',
    help: 'Runs of standing searches, by their reason: first; touched by a change; unknown (what changed); late (when there was time); retry',
    labelNames: ['reason'] as const,
    registers,
  });
  const pages = new Counter({
    name: 'live_search_pages_total',
    help: 'Runs of standing searches that gave another page, by their reason: late, where no comparison had told of it',
    labelNames: ['reason'] as const,
    registers,
  });
  const documents = new Counter({
    name: 'live_search_documents_total',
    help: 'Changed documents that were compared with standing searches',
    registers,
  });
  const delay = new Histogram({
    name: 'live_search_delay',
    help: 'Seconds from hearing of a change until the page of a standing search is up to date',
    buckets: delayBuckets,
    registers,
  });
  return {
    ran: (reason) => runs.inc({ reason }),
    changed: (reason) => pages.inc({ reason }),
    compared: (count) => documents.inc(count),
    delay: (seconds) => delay.observe(seconds),
  };
}
