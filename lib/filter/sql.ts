import { stringifyJson64 } from '../json64.ts';
import { FIELD_NAME } from './fields.ts';
import type { Filter, RangeOperator } from './filter.ts';

const SIGN: Record<RangeOperator, string> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };

/**
 * The filter as a PostgreSQL condition over a jsonb column; it is true or false, never null, and every value is a
 * parameter.
 *
 * @param parameter registers a value (always text that holds JSON) and returns its placeholder, such as `$3`.
 * @param o.column the jsonb column, a trusted name such as `documents.metadata`. @default `metadata`
 */
export function toSql(
  filter: Filter,
  parameter: (value: unknown) => string,
  { column = 'metadata' }: { column?: string } = {},
): string {
  const json = (value: unknown) => `${parameter(stringifyJson64(value))}::jsonb`;
  const sql = (one: Filter): string => {
    switch (one.kind) {
      case 'and':
        return one.filters.length ? `(${one.filters.map(sql).join(' AND ')})` : 'TRUE';
      case 'or':
        return one.filters.length ? `(${one.filters.map(sql).join(' OR ')})` : 'FALSE';
      case 'not':
        return `(NOT ${sql(one.filter)})`;
    }
    const { field } = one;
    if (!FIELD_NAME.test(field)) throw new Error(`not a field name: ${field}`);
    switch (one.kind) {
      case 'exists':
        return one.type === 'STRING_LIST'
          ? `(${column} @? 'lax $."${field}"[0]')`
          : `(coalesce(jsonb_typeof(${column} -> '${field}'), 'null') <> 'null')`;
      case 'range':
        // jsonpath compares numbers exactly and strings by code point, whatever the collation of the database.
        return `coalesce(jsonb_path_match(${column}, 'strict $."${field}" ${SIGN[one.operator]} $v', ${json({ v: one.value })}, true), FALSE)`;
      case 'prefix':
        return `coalesce(jsonb_path_match(${column}, 'strict $."${field}" starts with $v', ${json({ v: one.value })}, true), FALSE)`;
      case 'in':
        if (one.values.length === 0) return 'FALSE';
        // Containment can use a GIN index, and is false (not null) where the field is missing.
        if (one.values.length === 1) {
          const value = one.type === 'STRING_LIST' ? [one.values[0]] : one.values[0];
          return `(${column} @> ${json({ [field]: value })})`;
        }
        return one.type === 'STRING_LIST'
          ? `coalesce((${column} -> '${field}') ?| ARRAY(SELECT jsonb_array_elements_text(${json(one.values)})), FALSE)`
          : `coalesce((${column} -> '${field}') = ANY (SELECT jsonb_array_elements(${json(one.values)})), FALSE)`;
    }
  };
  return sql(filter);
}
