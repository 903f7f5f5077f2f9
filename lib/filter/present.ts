import { READ_SCOPES } from '../access.ts';
import type { FieldDefinition, FieldType } from './fields.ts';

/**
 * Stored metadata as a client sees it: DATETIME as ISO 8601, integers beyond 2^53 as strings (a JSON number would lose
 * digits in most clients), everything else as it is. What a row of a view keeps there of its own is left out.
 */
export function presentMetadata(
  stored: Record<string, unknown>,
  fields: readonly FieldDefinition[],
): Record<string, unknown> {
  const types = new Map(fields.map((field) => [field.name, field.type]));
  // Object.fromEntries, not assignment: a field may be called __proto__.
  return Object.fromEntries(
    Object.entries(stored).flatMap(([name, value]) =>
      name === READ_SCOPES ? [] : [[name, presentValue(value, types.get(name))]],
    ),
  );
}

/** One stored value as a client sees it. @param type of its field, where that is declared */
export function presentValue(value: unknown, type: FieldType | undefined): unknown {
  if (type === 'DATETIME' && typeof value === 'number') return new Date(value).toISOString();
  if (type === 'FLOAT') return Number(value);
  return withoutBigints(value);
}

function withoutBigints(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(withoutBigints);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withoutBigints(entry)]));
}
