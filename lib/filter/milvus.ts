import { quoted } from '../milvus/expression.ts';
import { FIELD_NAME } from './fields.ts';
import type { Filter, RangeOperator } from './filter.ts';
import type { Scalar } from './value.ts';

const SIGN: Record<RangeOperator, string> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };
const SMALLEST = -(2n ** 63n);
const BEYOND_64_BITS = 2 ** 63;
const LAST_CODE_POINT = 0x10ffff;
/** True of no row: Milvus has no constant. */
const NOTHING = '((exists metadata["a"]) and (not (exists metadata["a"])))';

/**
 * The filter as a Milvus expression over the JSON column `metadata`, with every value escaped; '' for a filter that
 * everything passes.
 */
export function toMilvus(filter: Filter): string {
  const expression = compile(filter, false);
  if (expression === true) return '';
  return expression === false ? NOTHING : expression;
}

/** @param negated the expression stands inside a `not`. */
function compile(filter: Filter, negated: boolean): string | boolean {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const neutral = filter.kind === 'and';
      const parts = filter.filters.map((one) => compile(one, negated)).filter((part) => part !== neutral);
      if (parts.includes(!neutral)) return !neutral;
      return parts.length ? join(parts as string[], filter.kind) : neutral;
    }
    case 'not': {
      const inner = compile(filter.filter, true);
      return typeof inner === 'boolean' ? !inner : `(not ${inner})`;
    }
    case 'exists': {
      const path = pathOf(filter.field);
      // Servers differ on whether an empty list exists; its first entry does not, on any.
      return `(exists ${filter.type === 'STRING_LIST' ? `${path}[0]` : path})`;
    }
    case 'in':
    case 'range':
    case 'prefix': {
      const comparison = comparisonOf(filter);
      if (!negated || typeof comparison === 'boolean') return comparison;
      // A comparison with a missing field is unknown to Milvus, and so would be its complement; ours is true.
      return `((exists ${pathOf(filter.field)}) and ${comparison})`;
    }
  }
}

function comparisonOf(filter: Filter & { kind: 'in' | 'range' | 'prefix' }): string | false {
  switch (filter.kind) {
    case 'in':
      return oneOf(filter);
    case 'range':
      return inRange(filter);
    case 'prefix':
      return beginningWith(filter);
  }
}

function oneOf({ field, type, values }: Filter & { kind: 'in' }): string | false {
  if (values.length === 0) return false;
  if (type === 'STRING_LIST') {
    const literals = values.map(literal).join(', ');
    return values.length === 1
      ? `json_contains(${pathOf(field)}, ${literals})`
      : `json_contains_any(${pathOf(field)}, [${literals}])`;
  }
  // Milvus Lite takes `in` only after a column, not after a path into JSON.
  return join(
    values.map((value) => `(${pathOf(field)} == ${literal(value)})`),
    'or',
  );
}

function inRange({ field, operator, value }: Filter & { kind: 'range' }): string {
  return `(${pathOf(field)} ${SIGN[operator]} ${literal(value)})`;
}

/** As a range: servers differ on what `like` takes for a wildcard and on how one is escaped, not on the order of strings. */
function beginningWith({ field, value }: Filter & { kind: 'prefix' }): string {
  const path = pathOf(field);
  const from = `(${path} >= ${quoted(value)})`;
  const end = afterPrefix(value);
  return end === undefined ? from : `(${from} and (${path} < ${quoted(end)}))`;
}

/** The least string that comes after all that begin with a prefix, by code point; undefined where there is none. */
function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (char) => char.codePointAt(0) as number);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  // Surrogates are no characters.
  const next = last === 0xd7ff ? 0xe000 : last + 1;
  return String.fromCodePoint(...points, next);
}

/**
 * Joins as a balanced tree: a chain of hundreds nests as deep as it is long, and Milvus refuses messages that nest
 * over 100 levels.
 */
function join(parts: string[], operator: 'and' | 'or'): string {
  if (parts.length === 1) return parts[0] as string;
  const middle = parts.length >> 1;
  return `(${join(parts.slice(0, middle), operator)} ${operator} ${join(parts.slice(middle), operator)})`;
}

function pathOf(field: string): string {
  if (!FIELD_NAME.test(field)) throw new Error(`not a field name: ${field}`);
  return `metadata["${field}"]`;
}

function literal(value: Scalar): string {
  if (typeof value === 'string') return quoted(value);
  // The sign is read as an operator, and what follows it would not fit 64 bits.
  if (value === SMALLEST) return '(-9223372036854775807 - 1)';
  if (typeof value === 'number' && Math.abs(value) >= BEYOND_64_BITS) return value.toExponential();
  return String(value);
}
