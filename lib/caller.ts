import { userError } from './errors.ts';

/** The header by which the gateway tells a subgraph which tenant a request is bound to. */
export const TENANT_HEADER = 'x-kitegraph-tenant';
/** The header by which it tells the scopes that a request is limited to, with spaces between. */
export const SCOPES_HEADER = 'x-kitegraph-scopes';
/** The header by which it tells the only collections that a request may use, with spaces between. */
export const COLLECTIONS_HEADER = 'x-kitegraph-collections';

/** Who asks, as far as a subgraph needs to know. */
export interface Caller {
  /** The tenant that the request is bound to. */
  tenant?: string | undefined;
  /** The scopes that the request is limited to, each once, in order; undefined: it sees what demands any. */
  scopes?: readonly string[] | undefined;
  /** The names of the only collections that the request may use, each once, in order; undefined: all. */
  collections?: readonly string[] | undefined;
}

/** What may name a tenant: it stands in keys and expressions. */
export const TENANT_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
/** What may name a scope: it stands in headers and expressions. */
export const SCOPE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
/** What may name a collection. */
export const COLLECTION_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const MOST_SCOPES = 64;
const MOST_COLLECTIONS = 256;

/** What tells a subgraph who asks. */
export function headersOf({ tenant, scopes, collections }: Caller): Record<string, string> {
  return {
    ...(tenant !== undefined && { [TENANT_HEADER]: tenant }),
    ...(scopes !== undefined && { [SCOPES_HEADER]: scopes.join(' ') }),
    ...(collections !== undefined && { [COLLECTIONS_HEADER]: collections.join(' ') }),
  };
}

/**
 * The caller of a request, by its headers or, for a subscription, by what came with it.
 * @throws BAD_USER_INPUT where the tenant or a scope is none: a request that is bound to nobody known must not pass for an
 *   operator's
 */
export function callerOf(headers: Record<string, unknown>): Caller {
  const tenant = tenantOf(headers[TENANT_HEADER]);
  const scopes = scopesOf(headers[SCOPES_HEADER]);
  const collections = collectionsOf(headers[COLLECTIONS_HEADER]);
  return {
    ...(tenant !== undefined && { tenant }),
    ...(scopes !== undefined && { scopes }),
    ...(collections !== undefined && { collections }),
  };
}

function tenantOf(tenant: unknown): string | undefined {
  if (tenant === undefined || (typeof tenant === 'string' && TENANT_NAME.test(tenant))) return tenant;
  throw userError.badInput(
    TENANT_HEADER,
    'must be the name of a tenant: 1 to 64 letters, digits, _, . and -, starting with a letter or digit.',
  );
}

function scopesOf(text: unknown): string[] | undefined {
  if (text === undefined) return undefined;
  const scopes = typeof text === 'string' ? text.split(' ').filter((scope) => scope !== '') : [''];
  if (scopes.length <= MOST_SCOPES && scopes.every((scope) => SCOPE_NAME.test(scope)))
    return [...new Set(scopes)].sort();
  throw userError.badInput(
    SCOPES_HEADER,
    `must be at most ${MOST_SCOPES} names of scopes with spaces between: each 1 to 64 letters, digits, _, . and -, starting with a letter or digit.`,
  );
}

function collectionsOf(text: unknown): string[] | undefined {
  if (text === undefined) return undefined;
  const names = typeof text === 'string' ? text.split(' ').filter((name) => name !== '') : [''];
  if (names.length <= MOST_COLLECTIONS && names.every((name) => COLLECTION_NAME.test(name)))
    return [...new Set(names)].sort();
  throw userError.badInput(
    COLLECTIONS_HEADER,
    `must be at most ${MOST_COLLECTIONS} names of collections with spaces between.`,
  );
}
