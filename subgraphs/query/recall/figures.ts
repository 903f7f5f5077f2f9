import { Counter, Gauge, type Registry } from 'prom-client';
import type { RecallSample } from './sampling.ts';

/** Samples that the mean is of: the newest. */
const KEPT = 500;

/** The mean of the newest values. */
class Recent {
  readonly #values: number[] = [];
  add(value: number): void {
    this.#values.push(value);
    if (this.#values.length > KEPT) this.#values.shift();
  }
  get mean(): number | undefined {
    const { length } = this.#values;
    return length === 0 ? undefined : this.#values.reduce((sum, value) => sum + value, 0) / length;
  }
}

export interface RecallFigures {
  take(sample: RecallSample): void;
  /** Mean recall of the newest samples, of all or of one collection; null before the first. */
  recall(collectionId?: string): number | null;
}

export function recallFigures(registry: Registry): RecallFigures {
  const registers = [registry];
  const all = new Recent();
  const byCollection = new Map<string, Recent>();
  const byMethod = new Map<string, { recall: Recent; accuracy: Recent }>();
  const samples = new Counter({
    name: 'recall_samples_total',
    help: 'Searches that were run again exactly',
    labelNames: ['method'] as const,
    registers,
  });
  const gauge = (name: string, help: string, figure: 'recall' | 'accuracy') =>
    new Gauge({
      name,
      help,
      labelNames: ['method'] as const,
      registers,
      collect() {
        for (const [method, figures] of byMethod) this.set({ method }, figures[figure].mean ?? 0);
      },
    });
  gauge(
    'recall_rate',
    'Of the ten documents whose vectors are nearest, the share that sampled searches found, 0 to 1',
    'recall',
  );
  gauge(
    'search_accuracy',
    'Of the first ten documents of an exact search, the share that sampled searches had among theirs, 0 to 1',
    'accuracy',
  );
  return {
    take({ mode, collections, recall, accuracy }) {
      const method = mode.toLowerCase();
      const figures = byMethod.get(method) ?? { recall: new Recent(), accuracy: new Recent() };
      byMethod.set(method, figures);
      figures.recall.add(recall);
      figures.accuracy.add(accuracy);
      samples.inc({ method });
      all.add(recall);
      for (const id of collections) {
        const its = byCollection.get(id) ?? new Recent();
        byCollection.set(id, its);
        its.add(recall);
      }
    },
    recall: (id) => (id === undefined ? all : byCollection.get(id))?.mean ?? null,
  };
}
