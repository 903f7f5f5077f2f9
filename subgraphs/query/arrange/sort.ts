import { order, scalarOf } from '../../../lib/filter/order.ts';
import type { Arrangement } from './arrangement.ts';
import type { Candidate } from './candidate.ts';

/** By the fields, one after another; documents without a field come last, and equal ones stay in the order that they have. */
export function sorted(candidates: readonly Candidate[], sort: Arrangement['sort']): Candidate[] {
  return candidates.toSorted((a, b) => {
    for (const { name, type, descending } of sort) {
      const [mine, its] = [scalarOf(a.metadata, name, type), scalarOf(b.metadata, name, type)];
      if (mine === undefined && its === undefined) continue;
      if (mine === undefined) return 1;
      if (its === undefined) return -1;
      const difference = order(mine, its);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
}
