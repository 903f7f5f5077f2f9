import type { IncomingMessage } from 'node:http';
import { keyMatches, keyOf } from '../../lib/api-key.ts';
import { type Caller, callerOf, SCOPES_HEADER, TENANT_HEADER } from '../../lib/caller.ts';
import { hostAllowed, originAllowed } from './origin.ts';

/** Why a request is turned away: an HTTP status, a code and what to do. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
}

/** The keys that open the gateway. */
export interface Keys {
  /** Opens everything; undefined: nobody needs a key. */
  apiKey?: string | undefined;
  /** Each opens what belongs to one tenant. */
  tenants: readonly { tenant: string; key: string }[];
  /** Each opens what needs no scope, or one of these; of one tenant where it names one. */
  scoped: readonly ScopedKey[];
}

export interface ScopedKey {
  scopes: readonly string[];
  tenant?: string | undefined;
  key: string;
}

export interface Gate {
  /** Who asks, by the credentials and the tenant that came with the request; or why it is turned away. */
  admit(headers: Record<string, unknown>): Caller | Refusal;
  /** Checks the name that was asked for; every request passes here. */
  host(request: IncomingMessage): Refusal | undefined;
  /** Checks the page that asks, for what browsers do not check themselves. */
  origin(request: IncomingMessage): Refusal | undefined;
}

export function isRefusal(admitted: object): admitted is Refusal {
  return 'status' in admitted;
}

const KEY_NEEDED: Refusal = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: 'An API key is needed: send it as "Authorization: Bearer <key>" or "x-api-key: <key>".',
};

export function gate({ apiKey, tenants, scoped }: Keys): Gate {
  const bound: readonly (Caller & { key: string })[] = [...tenants, ...scoped];

  return {
    admit(headers) {
      const key = keyOf(headers);
      const its = bound.find((one) => key !== undefined && keyMatches(one.key, key));
      if (!its && !keyMatches(apiKey, key)) return KEY_NEEDED;
      let asked: Caller;
      try {
        asked = callerOf(headers);
      } catch (error) {
        return { status: 400, code: 'BAD_USER_INPUT', message: (error as Error).message };
      }
      return its ? within(its, asked) : asked;
    },
    host(request) {
      if (apiKey !== undefined || hostAllowed(request.headers)) return undefined;
      return {
        status: 403,
        code: 'HOST_NOT_ALLOWED',
        message: `Without a key this gateway answers to names of its own machine only, not to "${request.headers.host ?? ''}". Set KITEGRAPH_API_KEY.`,
      };
    },
    origin(request) {
      if (originAllowed(request.headers)) return undefined;
      return {
        status: 403,
        code: 'ORIGIN_NOT_ALLOWED',
        message: `A page of ${request.headers.origin} may not ask here: serve it from this host, or ask from your own server.`,
      };
    },
  };
}

/** What a request asks to be, within what its key lets it be. */
function within({ tenant, scopes }: Caller, asked: Caller): Caller | Refusal {
  if (asked.tenant !== undefined && asked.tenant !== tenant) {
    return {
      status: 403,
      code: 'TENANT_NOT_ALLOWED',
      message:
        tenant === undefined
          ? `This key is limited to scopes and belongs to no tenant; leave ${TENANT_HEADER} out.`
          : `This key belongs to one tenant; ${TENANT_HEADER} names another.`,
    };
  }
  const more = asked.scopes?.find((scope) => scopes !== undefined && !scopes.includes(scope));
  if (more !== undefined) {
    return {
      status: 403,
      code: 'SCOPES_NOT_ALLOWED',
      message: `This key does not have the scope "${more}" that ${SCOPES_HEADER} names.`,
    };
  }
  return {
    ...(tenant !== undefined && { tenant }),
    ...((asked.scopes ?? scopes) && { scopes: asked.scopes ?? scopes }),
  };
}
