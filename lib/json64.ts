/**
 * JSON that keeps 64-bit integers exact. JavaScript's own parser rounds integers beyond 2^53; here they come and go
 * as `bigint`, and everything else as usual.
 */
const LONG_INTEGER = /^-?\d{16,20}$/;
/** Digits of a fraction are none: a vector of floats is parsed the quick way. */
const MAY_HOLD_LONG_INTEGER = /(?<![\d.])\d{16}/;
const BEYOND_64_BITS = 2 ** 63;
const MAY_HOLD_BEYOND_64_BITS = /\d{19}/;

interface ExactJson {
  rawJSON(text: string): unknown;
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
}
const exact = JSON as unknown as ExactJson;

/** For a parser that is not ours but takes a reviver: see `parseJson64`. */
export function keepLongInteger(_key: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || !source || !LONG_INTEGER.test(source)) {
    return value;
  }
  const integer = BigInt(source);
  return BigInt.asIntN(64, integer) === integer ? integer : value;
}

/** What `JSON.stringify` writes for `value` where its own way is not good for a reader with 64-bit integers. */
function exactNumber(value: unknown): unknown {
  if (typeof value === 'bigint') return exact.rawJSON(value.toString());
  // A whole float of 20 digits would be taken for an integer too long to read: it is written with an exponent.
  if (typeof value === 'number' && Math.abs(value) >= BEYOND_64_BITS && Number.isFinite(value)) {
    return exact.rawJSON(value.toExponential());
  }
  return value;
}

/** For a serialiser that is not ours but takes a replacer: see `stringifyJson64`. */
export function writeLongInteger(_key: string, value: unknown): unknown {
  return exactNumber(value);
}

/** Parses JSON; a 64-bit integer that a `number` cannot hold exactly becomes a `bigint`. Throws SyntaxError. */
export function parseJson64(text: string): unknown {
  return MAY_HOLD_LONG_INTEGER.test(text) ? exact.parse(text, keepLongInteger) : JSON.parse(text);
}

/** Serialises to JSON with each `bigint` as a plain integer of all its digits. */
export function stringifyJson64(value: unknown): string {
  const plain = plainJson(value);
  // Most values hold no such number, and a function asked about each entry costs several times the whole.
  if (plain.whole && !MAY_HOLD_BEYOND_64_BITS.test(plain.text)) return plain.text;
  return JSON.stringify(value, writeLongInteger);
}

function plainJson(value: unknown): { whole: boolean; text: string } {
  try {
    return { whole: true, text: JSON.stringify(value) };
  } catch {
    return { whole: false, text: '' };
  }
}

/**
 * A copy for a serialiser that is not ours (an SDK that calls `JSON.stringify` itself): each `bigint` is replaced by
 * an object that `JSON.stringify` writes as a plain integer of all its digits.
 */
export function rawJson64(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rawJson64);
  if (value === null || typeof value !== 'object') return exactNumber(value);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rawJson64(entry)]));
}
