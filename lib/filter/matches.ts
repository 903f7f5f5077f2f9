import type { Filter, RangeOperator } from './filter.ts';
import { order, storedValue } from './order.ts';

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
  const value = storedValue(metadata, filter.field, filter.type);
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
