/** Names of arguments whose values open something. */
const SECRET = /(^|[a-z_])(api_?)?(key|token|secret|password|passwd|authorization|credential)s?$/i;
/** These end like one and are none. */
const OPEN = /((idempotency|partition|foreign|primary)_?key|(max|overlap)_?tokens)$/i;
const LONGEST_TEXT = 200;
const MOST_ITEMS = 10;
const MOST_NAMES = 50;
const DEEPEST = 6;

/** Arguments as the audit log may have them: without secrets, and cut where they are long. */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    return value.length > LONGEST_TEXT
      ? `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)`
      : value;
  }
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (depth >= DEEPEST) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map((item) => redacted(item, depth + 1));
    return value.length > MOST_ITEMS ? [...items, `… (${value.length} items)`] : items;
  }
  const entries = Object.entries(value);
  const shown = entries
    .slice(0, MOST_NAMES)
    .map(([name, inner]) => [
      name,
      SECRET.test(name) && !OPEN.test(name) ? '***' : redacted(inner, depth + 1),
    ]);
  return Object.fromEntries(
    entries.length > MOST_NAMES ? [...shown, ['…', `${entries.length} names`]] : shown,
  );
}
