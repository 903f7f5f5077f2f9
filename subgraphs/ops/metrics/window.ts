import type { Sample } from './exposition.ts';
import type { Buckets } from './quantile.ts';

/** A number, or null where nothing was measured; `settled` says that waiting longer would not change that. */
export interface Measurement {
  value: number | null;
  settled: boolean;
}

type Labels = Record<string, string>;

/** What one scrape added to each series since the scrape before it. */
interface Step {
  at: number;
  /** Milliseconds since the scrape before. */
  span: number;
  increases: { name: string; labels: Labels; by: number }[];
}

/**
 * The scrapes of one service in the last `length` milliseconds. Times are milliseconds of one monotonic clock.
 * Counters are kept as increases from scrape to scrape, so that a service that starts anew counts on.
 */
export class ServiceWindow {
  readonly #length: number;
  #steps: Step[] = [];
  #last: { at: number; samples: Map<string, Sample> } | undefined;

  constructor(length: number) {
    this.#length = length;
  }

  /** Takes the samples of a scrape that ended at `at`. */
  add(at: number, samples: readonly Sample[]): void {
    const current = new Map(samples.map((sample) => [seriesKey(sample), sample]));
    const before = this.#last;
    if (before) {
      const increases = [...current].flatMap(([key, { name, labels, value }]) => {
        const previous = before.samples.get(key)?.value ?? 0;
        const by = value >= previous ? value - previous : value;
        return by > 0 ? [{ name, labels, by }] : [];
      });
      this.#steps.push({ at, span: at - before.at, increases });
    }
    this.#last = { at, samples: current };
    this.forget(at);
  }

  /** Drops what is older than the window at the time `now`. Called when a scrape fails, too. */
  forget(now: number): void {
    this.#steps = this.#steps.filter((step) => step.at > now - this.#length);
    if (this.#last && this.#last.at <= now - this.#length) this.#last = undefined;
  }

  /** Seconds of the window that were measured: of the whole window where all went well. */
  get seconds(): number {
    return this.#steps.reduce((sum, step) => sum + step.span, 0) / 1000;
  }

  /** Whether nearly the whole window was measured, so that an absence means that nothing happened. */
  get covered(): boolean {
    return this.seconds * 1000 >= this.#length * 0.9;
  }

  /** How much the counter `name` rose in the window, over all series for which `where` holds; null before two scrapes. */
  increase(name: string, where: (labels: Labels) => boolean = () => true): number | null {
    if (this.#steps.length === 0) return null;
    let sum = 0;
    for (const step of this.#steps) {
      for (const rise of step.increases) if (rise.name === name && where(rise.labels)) sum += rise.by;
    }
    return sum;
  }

  /** The observations of the histogram `name` in the window, over all its series for which `where` holds. */
  buckets(name: string, where: (labels: Labels) => boolean = () => true): Buckets {
    const buckets = new Map<number, number>();
    // Every bound is needed, also where its bucket did not rise.
    for (const sample of this.#last?.samples.values() ?? []) {
      if (sample.name === `${name}_bucket`) buckets.set(boundOf(sample.labels), 0);
    }
    for (const step of this.#steps) {
      for (const { name: series, labels, by } of step.increases) {
        if (series !== `${name}_bucket` || !where(labels)) continue;
        buckets.set(boundOf(labels), (buckets.get(boundOf(labels)) ?? 0) + by);
      }
    }
    return buckets;
  }

  /** The sum of the gauge `name` over all its series at the last scrape; null where there is none. */
  gauge(name: string): number | null {
    const values = [...(this.#last?.samples.values() ?? [])].filter(
      (sample) => sample.name === name && !Number.isNaN(sample.value),
    );
    return values.length === 0 ? null : values.reduce((sum, sample) => sum + sample.value, 0);
  }
}

function seriesKey({ name, labels }: Sample): string {
  return `${name} ${JSON.stringify(Object.entries(labels).sort())}`;
}

function boundOf(labels: Labels): number {
  return labels.le === '+Inf' ? Infinity : Number(labels.le);
}
