import type { FieldType } from './fields.ts';
import type { Scalar } from './value.ts';

/** Negative, zero or positive as `a` is below, equal to or above `b`; NaN where they cannot be compared. */
export function order(a: unknown, b: Scalar): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (!isNumeric(a) || !isNumeric(b)) return Number.NaN;
  return a < b ? -1 : a > b ? 1 : 0;
}

const isNumeric = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

/** The stored value of a field that is no list; undefined where it is missing, or of another type than is declared since. */
export function scalarOf(
  metadata: Readonly<Record<string, unknown>>,
  field: string,
  type: Exclude<FieldType, 'STRING_LIST'>,
): Scalar | undefined {
  const value = storedValue(metadata, field, type);
  switch (type) {
    case 'STRING':
      return typeof value === 'string' ? value : undefined;
    case 'BOOLEAN':
      return typeof value === 'boolean' ? value : undefined;
    default:
      return isNumeric(value) ? value : undefined;
  }
}

/** What is stored of a field, whatever it is. */
export function storedValue(
  metadata: Readonly<Record<string, unknown>>,
  field: string,
  type: FieldType,
): unknown {
  const stored = Object.hasOwn(metadata, field) ? metadata[field] : undefined;
  // A long whole float comes back from JSON as an integer.
  return type === 'FLOAT' && typeof stored === 'bigint' ? Number(stored) : stored;
}
