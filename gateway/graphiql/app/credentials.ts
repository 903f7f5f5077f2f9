/** What is sent with each operation beside the header editor's content. Kept until the browser's tab is closed. */
const KEY = 'kitegraph:key';
const TENANT = 'kitegraph:tenant';

export interface Credentials {
  /** An API key, or a JSON Web Token. */
  key: string;
  /** The tenant that is asked for; '' for none. */
  tenant: string;
}

export function credentials(): Credentials {
  return { key: sessionStorage.getItem(KEY) ?? '', tenant: sessionStorage.getItem(TENANT) ?? '' };
}

export function keepCredentials({ key, tenant }: Credentials): void {
  for (const [name, value] of [
    [KEY, key],
    [TENANT, tenant],
  ] as const) {
    if (value === '') sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, value);
  }
}

/** The header editor's content, and the credentials where it has none of its own. */
export function withCredentials(headers: Record<string, string>): Record<string, string> {
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const { key, tenant } = credentials();
  const own = names.has('authorization') || names.has('x-api-key');
  return {
    ...(key !== '' && !own && { authorization: `Bearer ${key}` }),
    ...(tenant !== '' && !names.has('x-kitegraph-tenant') && { 'x-kitegraph-tenant': tenant }),
    ...headers,
  };
}
