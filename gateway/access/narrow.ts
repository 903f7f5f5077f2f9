import { type Caller, COLLECTIONS_HEADER, callerOf, SCOPES_HEADER, TENANT_HEADER } from '../../lib/caller.ts';
import type { Identity } from './identity.ts';
import type { Refusal } from './refusal.ts';

/** Who asks, with what its request limits itself to: `x-kitegraph-tenant`, `-scopes` and `-collections`. Never more than before. */
export function narrow(identity: Identity, headers: Readonly<Record<string, unknown>>): Identity | Refusal {
  let asked: Caller;
  try {
    asked = callerOf(headers);
  } catch (error) {
    return { status: 400, code: 'BAD_USER_INPUT', message: (error as Error).message };
  }
  if (asked.tenant === undefined && asked.scopes === undefined && asked.collections === undefined)
    return identity;
  const { caller } = identity;
  if (!identity.all && asked.tenant !== undefined && asked.tenant !== caller.tenant) {
    return {
      status: 403,
      code: 'TENANT_NOT_ALLOWED',
      message:
        caller.tenant === undefined
          ? `These credentials belong to no tenant; leave ${TENANT_HEADER} out.`
          : `These credentials belong to one tenant; ${TENANT_HEADER} names another.`,
    };
  }
  const more = asked.scopes?.find((scope) => caller.scopes !== undefined && !caller.scopes.includes(scope));
  if (more !== undefined) {
    return {
      status: 403,
      code: 'SCOPES_NOT_ALLOWED',
      message: `These credentials do not have the scope "${more}" that ${SCOPES_HEADER} names.`,
    };
  }
  const other = asked.collections?.find((name) => caller.collections && !caller.collections.includes(name));
  if (other !== undefined) {
    return {
      status: 403,
      code: 'COLLECTIONS_NOT_ALLOWED',
      message: `These credentials do not open the collection "${other}" that ${COLLECTIONS_HEADER} names.`,
    };
  }
  const narrowed = { ...identity, caller: { ...caller, ...asked } };
  // Who is limited to scopes of documents only searches.
  return asked.scopes === undefined
    ? narrowed
    : { ...narrowed, all: false, scopes: new Set(identity.scopes.has('search') ? ['search'] : []) };
}
