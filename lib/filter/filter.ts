import type { FieldType } from './fields.ts';
import type { Scalar } from './value.ts';

/** A filter as a client sends it. What stands beside each other in one object must all hold. */
export interface FilterInput {
  and?: readonly FilterInput[] | null;
  or?: readonly FilterInput[] | null;
  not?: FilterInput | null;
  field?: string | null;
  eq?: unknown;
  ne?: unknown;
  in?: readonly unknown[] | null;
  lt?: unknown;
  lte?: unknown;
  gt?: unknown;
  gte?: unknown;
  exists?: boolean | null;
  startsWith?: unknown;
  containsAll?: readonly unknown[] | null;
}

export type RangeOperator = 'lt' | 'lte' | 'gt' | 'gte';

/**
 * A checked filter. Its meaning, the same in every store:
 * - `in`, `range` and `prefix` are false for a document without the field; `in` over a STRING_LIST means that the list contains
 *   one of the values;
 * - `not` is the plain complement: what is not matched by its filter, missing fields included;
 * - `exists` is true where the field has a value; null and an empty list are no value;
 * - strings are ordered by Unicode code point; `and` of nothing is everything, `or` of nothing is nothing.
 */
export type Filter =
  | { kind: 'and' | 'or'; filters: Filter[] }
  | { kind: 'not'; filter: Filter }
  | { kind: 'in'; field: string; type: FieldType; values: Scalar[] }
  | { kind: 'range'; field: string; type: FieldType; operator: RangeOperator; value: Scalar }
  | { kind: 'prefix'; field: string; type: 'STRING'; value: string }
  | { kind: 'exists'; field: string; type: FieldType };
