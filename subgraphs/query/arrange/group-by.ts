import { scalarOf } from '../../../lib/filter/order.ts';
import type { ScalarField } from './arrangement.ts';
import type { Candidate } from './candidate.ts';

/** Documents that have one value in common, in the order of the list; at least one. */
export interface CandidateGroup {
  /** As it is stored; null for those without a value. */
  value: string | number | bigint | boolean | null;
  members: readonly Candidate[];
}

/** The groups in the order of the first document of each. */
export function groupedBy(candidates: readonly Candidate[], { name, type }: ScalarField): CandidateGroup[] {
  const groups = Map.groupBy(candidates, ({ metadata }) => scalarOf(metadata, name, type) ?? null);
  return [...groups].map(([value, members]) => ({ value, members }));
}
