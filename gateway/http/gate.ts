import type { IncomingMessage } from 'node:http';
import type { Authenticate } from '../access/authenticate.ts';
import type { Identity } from '../access/identity.ts';
import { narrow } from '../access/narrow.ts';
import { isRefusal, type Refusal } from '../access/refusal.ts';
import { type Cors, originListed } from './cors.ts';
import { hostAllowed, originAllowed } from './origin.ts';

export interface Gate {
  /** Who asks, by the credentials that came with the request, and what it limits itself to; or why it is turned away. */
  admit(headers: Readonly<Record<string, unknown>>): Promise<Identity | Refusal>;
  /** Checks the name that was asked for; every request passes here. */
  host(request: IncomingMessage): Refusal | undefined;
  /** Checks the page that asks, for what browsers do not check themselves. */
  origin(request: IncomingMessage): Refusal | undefined;
}

/** @param authenticate finds out who asks */
export function gate(authenticate: Authenticate, cors?: Cors): Gate {
  return {
    async admit(headers) {
      const identity = await authenticate(headers);
      return isRefusal(identity) ? identity : narrow(identity, headers);
    },
    host(request) {
      if (!authenticate.open || hostAllowed(request.headers)) return undefined;
      return {
        status: 403,
        code: 'HOST_NOT_ALLOWED',
        message: `Without a key this gateway answers to names of its own machine only, not to "${request.headers.host ?? ''}". Set KITEGRAPH_API_KEY.`,
      };
    },
    origin(request) {
      if (originAllowed(request.headers) || originListed(request.headers.origin, cors)) return undefined;
      return {
        status: 403,
        code: 'ORIGIN_NOT_ALLOWED',
        message: `A page of ${request.headers.origin} may not ask here: serve it from this host, or have its origin listed (cors.origins in the gateway's file).`,
      };
    },
  };
}
