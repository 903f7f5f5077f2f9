/**
 * JSON that keeps 64-bit integers exact. JavaScript's own parser rounds integers beyond 2^53; here they come and go
 * as `bigint`, and everything else as usual.
 */
const LONG_INTEGER = /^-?\d{16,20}$/;
/** Digits that an integer beyond 2^53 has at least. */
const LONG_DIGITS = 16;
const BEYOND_64_BITS = 2 ** 63;
const BEYOND_64_BITS_DIGITS = 19;

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
  return mayHoldInteger(text, LONG_DIGITS) ? exact.parse(text, keepLongInteger) : JSON.parse(text);
}

/** Serialises to JSON with each `bigint` as a plain integer of all its digits. */
export function stringifyJson64(value: unknown): string {
  const plain = plainJson(value);
  // Most values hold no such number, and a function asked about each entry costs several times the whole.
  if (plain.whole && !mayHoldInteger(plain.text, BEYOND_64_BITS_DIGITS)) return plain.text;
  return JSON.stringify(value, writeLongInteger);
}

/**
 * Whether so many digits follow each other, other than in a fraction: a vector of floats is read and written the quick way. Where they
 * do, the middle of them is where this looks: at every n-th character.
 */
function mayHoldInteger(text: string, digits: number): boolean {
  for (let at = digits - 1; at < text.length; at += digits) {
    if (!isDigit(text, at)) continue;
    let first = at;
    while (first > 0 && isDigit(text, first - 1)) first -= 1;
    while (at + 1 < text.length && isDigit(text, at + 1)) at += 1;
    if (at - first + 1 >= digits && text[first - 1] !== '.') return true;
  }
  return false;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
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
