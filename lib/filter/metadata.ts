import { READ_SCOPES } from '../access.ts';
import { userError } from '../errors.ts';
import { stringifyJson64 } from '../json64.ts';
import { type FieldDefinition, placeOf } from './fields.ts';
import { checkString, checkValue } from './value.ts';

/** What metadata may hold. */
export interface MetadataLimits {
  /** As JSON. Milvus holds up to 64 kB in a row. */
  metadataBytes: number;
  metadataDepth: number;
}

/** Of a declared field: what a filter can ask for, see parse.ts. */
const MAX_STRING = 1024;
const MAX_ENTRIES = 256;

/**
 * Checks a document's metadata against the collection's fields and returns it in its stored form: DATETIME as epoch
 * milliseconds, INT beyond 2^53 as `bigint`, declared fields that are null left out. Undeclared fields are kept as
 * they are, but cannot be filtered on; a strict collection refuses them. A field that is missing gets its default.
 *
 * @param o.path the place of the metadata in the client's input, for errors: `input.documents[3].metadata`.
 * Throws a user error with the place.
 */
export function checkMetadata(
  metadata: unknown,
  fields: readonly FieldDefinition[],
  { strict, path, limits }: { strict: boolean; path: string; limits: MetadataLimits },
): Record<string, unknown> {
  const given = metadata ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw userError.badInput(path, 'must be an object of field names and values.');
  }
  const declared = new Map(fields.map((field) => [field.name, field]));
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(given)) {
    const place = placeOf(path, key);
    const field = declared.get(key);
    if (key === READ_SCOPES) throw userError.badInput(place, 'is a name of the system; use another.');
    if (field) {
      if (value !== null && value !== undefined) entries.push([key, checkField(field, value, place)]);
    } else if (strict) {
      throw userError.unknownField(place, key, [...declared.keys()]);
    } else {
      checkString(key, place);
      entries.push([key, checkJson(value, place, 1, limits.metadataDepth)]);
    }
  }
  for (const field of fields) {
    if (field.default === null || field.default === undefined) continue;
    if (entries.every(([key]) => key !== field.name)) {
      entries.push([field.name, checkField(field, field.default, placeOf(path, field.name))]);
    }
  }
  // Object.fromEntries, not assignment: a field may be called __proto__.
  const checked = Object.fromEntries(entries);
  for (const field of fields) {
    if (field.required && !Object.hasOwn(checked, field.name)) {
      throw userError.badInput(placeOf(path, field.name), `is required (${field.type}).`);
    }
  }
  const bytes = Buffer.byteLength(stringifyJson64(checked));
  if (bytes > limits.metadataBytes) {
    const message = `takes ${bytes} bytes as JSON; at most ${limits.metadataBytes} are allowed.`;
    throw userError.limitExceeded(path, message, 'KITEGRAPH_MAX_METADATA_KB');
  }
  return checked;
}

/** Checks the value of a declared field and returns it in its stored form. Throws a user error with the place. */
export function checkField({ type }: Pick<FieldDefinition, 'type'>, value: unknown, place: string): unknown {
  if (type !== 'STRING_LIST') return checkFieldValue(type, value, place);
  if (!Array.isArray(value)) throw userError.badInput(place, 'must be a list of strings.');
  if (value.length > MAX_ENTRIES) {
    throw userError.badInput(place, `has ${value.length} entries; at most ${MAX_ENTRIES} are allowed.`);
  }
  return value.map((entry, index) => checkFieldValue(type, entry, `${place}[${index}]`));
}

function checkFieldValue(type: FieldDefinition['type'], value: unknown, place: string): unknown {
  const checked = checkValue(type, value, place);
  if (typeof checked === 'string' && checked.length > MAX_STRING) {
    throw userError.badInput(
      place,
      `is ${checked.length} characters long; at most ${MAX_STRING} are allowed. Put longer texts into the content, or into an undeclared field.`,
    );
  }
  return checked;
}

/** Any JSON value that both stores can hold. */
function checkJson(value: unknown, place: string, depth: number, most: number): unknown {
  if (depth > most) {
    const message = `nests deeper than ${most} levels.`;
    throw userError.limitExceeded(place, message, 'KITEGRAPH_MAX_METADATA_DEPTH');
  }
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  if (typeof value === 'string') return checkString(value, place);
  if (typeof value === 'bigint') return checkValue('INT', value, place);
  if (typeof value === 'number') return checkValue('FLOAT', value, place);
  if (Array.isArray(value)) {
    return value.map((entry, index) => checkJson(entry, `${place}[${index}]`, depth + 1, most));
  }
  if (typeof value !== 'object') throw userError.badInput(place, 'is not a JSON value.');
  const entries = Object.entries(value).map(([key, entry]) => {
    const inner = placeOf(place, key);
    return [checkString(key, inner), checkJson(entry, inner, depth + 1, most)];
  });
  return Object.fromEntries(entries);
}
