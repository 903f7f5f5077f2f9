import { LRUCache } from 'lru-cache';
import { isOneOf } from '../../../lib/milvus/expression.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import type { CallCounter } from '../statistics/metrics.ts';
import type { ViewQuestion } from './sources.ts';

/** How much of what is searched passes a filter. */
export interface Selectivity {
  /** Passages in the partitions that are searched. */
  rows: number;
  /** Of these, those that pass. */
  matching: number;
}

type Filtered = Pick<ViewQuestion, 'view' | 'expression' | 'partitions'>;

/** Counts that are remembered. */
const COUNTS = 1_000;

/** Counts what passes a filter, once for each state of a view. @returns takes a question, and the changes of its view */
export function selectivities(
  store: Pick<VectorStore, 'count'>,
  calls: CallCounter,
): (question: Filtered, changes: number) => Promise<Selectivity> {
  const counts = new LRUCache<string, Promise<number>>({ max: COUNTS });
  const count = (view: string, filter: string, changes: number): Promise<number> => {
    const key = JSON.stringify([view, filter, changes]);
    const known = counts.get(key);
    if (known) return known;
    calls.count('count', 1);
    const counting = store.count(view, filter);
    counts.set(key, counting);
    counting.catch(() => counts.delete(key));
    return counting;
  };
  return async ({ view, expression, partitions }, changes) => {
    const within = partitions ? isOneOf('partition', partitions) : '';
    const filter = [within, expression].filter((part) => part !== '').join(' and ');
    const [rows, matching] = await Promise.all([count(view, within, changes), count(view, filter, changes)]);
    return { rows, matching };
  };
}
