import { userError } from '../errors.ts';
import { type FieldDefinition, type FieldType, placeOf } from './fields.ts';
import type { Filter, FilterInput, RangeOperator } from './filter.ts';
import { checkValue, type Scalar } from './value.ts';

const MAX_DEPTH = 8;
const MAX_NODES = 200;
const MAX_VALUES = 1000;
const MAX_ALL = 100;
const MAX_STRING = 1024;
const RANGES: readonly RangeOperator[] = ['lt', 'lte', 'gt', 'gte'];
const COMPARISONS = ['eq', 'ne', 'in', ...RANGES, 'exists', 'startsWith', 'containsAll'] as const;
const KEYS = new Set<string>(['and', 'or', 'not', 'field', ...COMPARISONS]);

interface Context {
  fields: ReadonlyMap<string, FieldDefinition>;
  collection: string | undefined;
  nodes: number;
}

/**
 * Checks a filter against the fields that a collection declares. A filter of no condition matches everything.
 *
 * @param path the place of the filter in the client's input, for errors: `input.filter`.
 * @param collection its name, for errors where several are asked
 * Throws a user error with the place: unknown or unfilterable field, operator or value that does not go with the
 * field's type, more than 8 levels, 200 conditions, 1,000 values of `in`, 100 of `containsAll` or 1,024 characters of a string.
 */
export function parseFilter(
  input: FilterInput,
  fields: readonly FieldDefinition[],
  path: string,
  collection?: string,
): Filter {
  const known = new Map(fields.map((field) => [field.name, field]));
  return parse(input, path, 1, { fields: known, collection, nodes: 0 });
}

function parse(input: FilterInput, path: string, depth: number, context: Context): Filter {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) {
    throw userError.badInput(path, 'must be a filter object.');
  }
  if (depth > MAX_DEPTH)
    throw userError.badInput(path, `filters may nest ${MAX_DEPTH} levels deep; flatten it.`);
  const used = Object.entries(input).filter(([, value]) => value !== undefined);
  for (const [key, value] of used) {
    const place = placeOf(path, key);
    if (!KEYS.has(key))
      throw userError.badInput(place, `is not an operator. Operators: ${[...KEYS].join(', ')}.`);
    if (value === null) {
      throw userError.badInput(
        place,
        'must not be null: leave it out, or use exists: false for a missing field.',
      );
    }
  }
  const all: Filter[] = [];
  for (const kind of ['and', 'or'] as const) {
    const group = input[kind];
    if (!group) continue;
    const filters = group.map((one, index) => parse(one, `${path}.${kind}[${index}]`, depth + 1, context));
    all.push({ kind, filters });
  }
  if (input.not) all.push({ kind: 'not', filter: parse(input.not, `${path}.not`, depth + 1, context) });
  all.push(...conditions(input, path, context));
  context.nodes += Math.max(1, all.length);
  if (context.nodes > MAX_NODES) {
    throw userError.badInput(path, `a filter may have ${MAX_NODES} conditions; use "in" for many values.`);
  }
  return all.length === 1 && all[0] ? all[0] : { kind: 'and', filters: all };
}

function conditions(input: FilterInput, path: string, context: Context): Filter[] {
  const operators = COMPARISONS.filter((operator) => input[operator] !== undefined);
  if (input.field === undefined || input.field === null) {
    if (operators.length === 0) return [];
    throw userError.badInput(`${path}.${operators[0]}`, 'needs a "field" beside it.');
  }
  const definition = context.fields.get(input.field);
  if (!definition) {
    const known = [...context.fields.keys()];
    throw userError.unknownField(`${path}.field`, input.field, known, context.collection);
  }
  if (!definition.filterable) {
    const filterable = [...context.fields.values()]
      .filter((field) => field.filterable)
      .map(({ name }) => name);
    const which = filterable.length
      ? `Filterable fields: ${filterable.join(', ')}.`
      : 'No field is filterable.';
    throw userError.badInput(`${path}.field`, `the field "${input.field}" is not filterable. ${which}`);
  }
  if (operators.length === 0) {
    throw userError.badInput(path, `names a field but no operator: ${COMPARISONS.join(', ')}.`);
  }
  return operators.map((operator) => condition(operator, input[operator], definition, `${path}.${operator}`));
}

function condition(
  operator: (typeof COMPARISONS)[number],
  operand: unknown,
  { name: field, type }: FieldDefinition,
  path: string,
): Filter {
  switch (operator) {
    case 'exists':
      if (typeof operand !== 'boolean') throw userError.badInput(path, 'must be true or false.');
      return operand
        ? { kind: 'exists', field, type }
        : { kind: 'not', filter: { kind: 'exists', field, type } };
    case 'eq':
      return { kind: 'in', field, type, values: [filterValue(type, operand, path)] };
    case 'ne': {
      const filter: Filter = { kind: 'in', field, type, values: [filterValue(type, operand, path)] };
      return { kind: 'not', filter };
    }
    case 'in':
      return { kind: 'in', field, type, values: valuesOf(type, operand, path, MAX_VALUES) };
    case 'startsWith':
      if (type !== 'STRING') throw userError.badInput(path, `goes with STRING, not with ${type}.`);
      return { kind: 'prefix', field, type, value: filterValue(type, operand, path) as string };
    case 'containsAll': {
      if (type !== 'STRING_LIST') throw userError.badInput(path, `goes with STRING_LIST, not with ${type}.`);
      const values = valuesOf(type, operand, path, MAX_ALL);
      return { kind: 'and', filters: values.map((value) => ({ kind: 'in', field, type, values: [value] })) };
    }
    default:
      if (type === 'BOOLEAN' || type === 'STRING_LIST') {
        const list = type === 'STRING_LIST' ? 'eq, ne, in, containsAll' : 'eq, ne, in';
        throw userError.badInput(path, `does not go with ${type}; use ${list} or exists.`);
      }
      return { kind: 'range', field, type, operator, value: filterValue(type, operand, path) };
  }
}

function valuesOf(type: FieldType, operand: unknown, path: string, most: number): Scalar[] {
  if (!Array.isArray(operand)) throw userError.badInput(path, 'must be a list of values.');
  if (operand.length > most) {
    throw userError.badInput(path, `has ${operand.length} values; at most ${most} are allowed.`);
  }
  return [...new Set(operand.map((value, index) => filterValue(type, value, `${path}[${index}]`)))];
}

function filterValue(type: FieldType, value: unknown, path: string): Scalar {
  const checked = checkValue(type, value, path);
  if (typeof checked === 'string' && checked.length > MAX_STRING) {
    throw userError.badInput(path, `is longer than ${MAX_STRING} characters.`);
  }
  return checked;
}
