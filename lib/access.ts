import { type Caller, SCOPE_NAME } from './caller.ts';
import { userError } from './errors.ts';
import type { Filter } from './filter/filter.ts';

/** Under this name a row of a view keeps, among its metadata, the scopes that its document demands. Nobody else may use it. */
export const READ_SCOPES = 'kitegraph_readScopes';
/** Scopes that one thing may demand. */
const MOST_SCOPES = 16;

/** Whether a caller has one of the scopes that something demands; who is not limited to scopes, and what demands none: yes. */
export function maySee(demanded: readonly string[] | null | undefined, { scopes }: Caller): boolean {
  if (scopes === undefined || !demanded?.length) return true;
  return demanded.some((scope) => scopes.includes(scope));
}

/** Whether a caller may use a collection: it is limited to none or to this one too, and has one of the scopes that it demands. */
export function mayUse(
  { name, readScopes }: { name: string; readScopes?: readonly string[] | null | undefined },
  caller: Caller,
): boolean {
  return (caller.collections?.includes(name) ?? true) && maySee(readScopes, caller);
}

/** True of the rows whose document a caller may see; undefined for one that is not limited to scopes: all. */
export function seenBy({ scopes }: Caller): Filter | undefined {
  if (scopes === undefined) return undefined;
  const demands = { field: READ_SCOPES, type: 'STRING_LIST' as const };
  return {
    kind: 'or',
    filters: [
      { kind: 'not', filter: { kind: 'exists', ...demands } },
      { kind: 'in', ...demands, values: [...scopes] },
    ],
  };
}

/**
 * The same of rows in PostgreSQL.
 * @param column of the scopes that are demanded, a trusted name
 * @param parameter the placeholder of the caller's scopes; null there: all rows
 */
export const seenInSql = (column: string, parameter: string): string =>
  `(${parameter}::text[] is null or ${column} is null or ${column} && ${parameter}::text[])`;

/**
 * The same of collections in PostgreSQL.
 * @param table of the collections, a trusted name
 * @param scopes the placeholder of the caller's scopes; null there: all
 * @param names the placeholder of the collections that the caller is limited to; null there: all
 */
export const collectionSeenInSql = (table: string, scopes: string, names: string): string =>
  `${seenInSql(`${table}.read_scopes`, scopes)} and (${names}::text[] is null or ${table}.name = any(${names}::text[]))`;

/** The metadata of a row of a view. */
export function withReadScopes(
  metadata: Record<string, unknown>,
  readScopes: readonly string[] | null,
): Record<string, unknown> {
  return readScopes ? { ...metadata, [READ_SCOPES]: readScopes } : metadata;
}

/**
 * Scopes that something is to demand, each once; null: none.
 * @throws BAD_USER_INPUT
 */
export function checkScopes(scopes: readonly string[] | null | undefined, path: string): string[] | null {
  if (!scopes || scopes.length === 0) return null;
  if (scopes.length > MOST_SCOPES) {
    throw userError.badInput(path, `has ${scopes.length} scopes; at most ${MOST_SCOPES} are allowed.`);
  }
  const wrong = scopes.findIndex((scope) => !SCOPE_NAME.test(scope));
  if (wrong >= 0) {
    throw userError.badInput(
      `${path}[${wrong}]`,
      'must be the name of a scope: 1 to 64 letters, digits, _, . and -, starting with a letter or digit.',
    );
  }
  return [...new Set(scopes)].sort();
}
