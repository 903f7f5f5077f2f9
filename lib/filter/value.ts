import { userError } from '../errors.ts';
import type { FieldType } from './fields.ts';

/** A checked value: INT beyond 2^53 as `bigint`, DATETIME as epoch milliseconds. */
export type Scalar = string | number | bigint | boolean;

const ISO_DATE =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
const INTEGER = /^-?\d{1,19}$/;
const LATEST_MS = 8.64e15;

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function wrong(path: string, needed: string, value: unknown) {
  return userError.badInput(path, `must be ${needed}, not ${describe(value)}.`);
}

/** A string that both stores can hold: no NUL, no half of a surrogate pair. */
export function checkString(value: unknown, path: string): string {
  if (typeof value !== 'string') throw wrong(path, 'a string', value);
  if (value.includes('\0')) throw userError.badInput(path, 'must not contain a NUL character; remove it.');
  if (!value.isWellFormed()) {
    throw userError.badInput(path, 'is not valid Unicode (it contains half of a surrogate pair).');
  }
  return value;
}

/** A 64-bit integer, as a number where that is exact and as a `bigint` beyond. */
function checkInteger(value: unknown, path: string): number | bigint {
  if (typeof value === 'number' && Number.isInteger(value)) {
    if (Number.isSafeInteger(value)) return value + 0;
    throw userError.badInput(path, 'is beyond 2^53, where JSON numbers lose digits; send it as a string.');
  }
  const integer =
    typeof value === 'bigint' || (typeof value === 'string' && INTEGER.test(value))
      ? BigInt(value)
      : undefined;
  if (integer === undefined) throw wrong(path, 'a whole number', value);
  if (BigInt.asIntN(64, integer) !== integer) throw wrong(path, 'within 64 bits', value);
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

function checkFloat(value: unknown, path: string): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw wrong(path, 'a finite number', value);
  return number + 0;
}

function checkDate(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LATEST_MS) return value + 0;
  if (typeof value === 'string' && ISO_DATE.test(value)) {
    const time = Date.parse(value);
    // The engine takes 30 February for 1 March: the day must come back as it went in.
    const day = value.slice(0, 10);
    if (!Number.isNaN(time) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) return time;
  }
  const needed = 'an ISO 8601 date such as "2024-05-31" or "2024-05-31T12:00:00Z" (with Z or an offset)';
  throw wrong(path, needed, value);
}

/**
 * Checks one value against a field's type (for STRING_LIST: one entry of the list) and returns it in its stored form.
 * Throws a user error that names `path` and what is needed.
 */
export function checkValue(type: FieldType, value: unknown, path: string): Scalar {
  switch (type) {
    case 'STRING':
    case 'STRING_LIST':
      return checkString(value, path);
    case 'INT':
      return checkInteger(value, path);
    case 'FLOAT':
      return checkFloat(value, path);
    case 'DATETIME':
      return checkDate(value, path);
    case 'BOOLEAN':
      if (typeof value !== 'boolean') throw wrong(path, 'true or false', value);
      return value;
  }
}
