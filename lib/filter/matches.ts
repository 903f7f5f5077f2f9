import type { Filter, RangeOperator } from './filter.ts';
import type { Scalar } from './value.ts';

/**
 * Whether a document with this (checked) metadata passes the filter: the meaning that the Milvus expression and the
 * SQL condition of the same filter must have.
 */
export function matches(filter: Filter, metadata: Readonly<Record<string, unknown>>): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((one) => matches(one, metadata));
    case 'or':
      return filter.filters.some((one) => matches(one, metadata));
    case 'not':
      return !matches(filter.filter, metadata);
  }
  const stored = Object.hasOwn(metadata, filter.field) ? metadata[filter.field] : undefined;
  // A long whole float comes back from JSON as an integer.
  const value = filter.type === 'FLOAT' && typeof stored === 'bigint' ? Number(stored) : stored;
  if (filter.kind === 'exists') {
    return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  }
  if (filter.kind === 'range') return inRange(filter.operator, order(value, filter.value));
  if (filter.kind === 'prefix') return typeof value === 'string' && value.startsWith(filter.value);
  if (filter.type === 'STRING_LIST') {
    return Array.isArray(value) && filter.values.some((one) => value.includes(one));
  }
  return filter.values.some((one) => order(value, one) === 0);
}

/** Negative, zero or positive as `a` is below, equal to or above `b`; NaN where they cannot be compared. */
function order(a: unknown, b: Scalar): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (!isNumeric(a) || !isNumeric(b)) return Number.NaN;
  return a < b ? -1 : a > b ? 1 : 0;
}

const isNumeric = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

function inRange(operator: RangeOperator, difference: number): boolean {
  switch (operator) {
    case 'lt':
      return difference < 0;
    case 'lte':
      return difference <= 0;
    case 'gt':
      return difference > 0;
    case 'gte':
      return difference >= 0;
  }
}
