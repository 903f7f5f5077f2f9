const ESCAPES: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A string literal of a Milvus expression. Only the escapes that every Milvus knows; all else stands as it is. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"\n\r\t]/g, (char) => ESCAPES[char] as string)}"`;
}

/** `column in ["a", "b"]`, for a column of strings. */
export function isOneOf(column: string, values: Iterable<string>): string {
  return `${column} in [${Array.from(values, quoted).join(', ')}]`;
}

/** Cuts a list into lists of at most `size`. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
