import type { IncomingMessage } from 'node:http';
import { keyMatches, keyOf } from '../../lib/api-key.ts';
import { hostAllowed, originAllowed } from './origin.ts';

/** Why a request is turned away: an HTTP status, a code and what to do. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
}

export interface Gate {
  /** Whether the credentials open the gateway. */
  opens(headers: Record<string, unknown>): boolean;
  /** Checks the name that was asked for; every request passes here. */
  host(request: IncomingMessage): Refusal | undefined;
  /** Checks the page that asks, for what browsers do not check themselves. */
  origin(request: IncomingMessage): Refusal | undefined;
  /** Checks the key. */
  key(request: IncomingMessage): Refusal | undefined;
}

export function gate(apiKey: string | undefined): Gate {
  return {
    opens: (headers) => keyMatches(apiKey, keyOf(headers)),
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
    key(request) {
      if (keyMatches(apiKey, keyOf(request.headers))) return undefined;
      return {
        status: 401,
        code: 'UNAUTHENTICATED',
        message: 'An API key is needed: send it as "Authorization: Bearer <key>" or "x-api-key: <key>".',
      };
    },
  };
}
