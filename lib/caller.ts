import { userError } from './errors.ts';

/** The header by which the gateway tells a subgraph which tenant a request is bound to. */
export const TENANT_HEADER = 'x-kitegraph-tenant';

/** Who asks, as far as a subgraph needs to know. */
export interface Caller {
  /** The tenant that the request is bound to. */
  tenant?: string | undefined;
}

/** What may name a tenant: it stands in keys and expressions. */
export const TENANT_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** What tells a subgraph who asks. */
export function headersOf({ tenant }: Caller): Record<string, string> {
  return tenant === undefined ? {} : { [TENANT_HEADER]: tenant };
}

/**
 * The caller of a request, by its headers or, for a subscription, by what came with it.
 * @throws BAD_USER_INPUT where the tenant is none: a request that is bound to nobody known must not pass for an operator's
 */
export function callerOf(headers: Record<string, unknown>): Caller {
  const tenant = headers[TENANT_HEADER];
  if (tenant === undefined) return {};
  if (typeof tenant === 'string' && TENANT_NAME.test(tenant)) return { tenant };
  throw userError.badInput(
    TENANT_HEADER,
    'must be the name of a tenant: 1 to 64 letters, digits, _, . and -, starting with a letter or digit.',
  );
}
