import { randomUUID } from 'node:crypto';
import type { Caller } from '../lib/caller.ts';
import type { Identity } from './access/identity.ts';

/** What the gateway knows of one request of a client, on every transport, from its entrance to the subgraphs. */
export interface RequestContext {
  /** Who asks, and what it may do. */
  identity: Identity;
  /** Who asks, as far as the product's own subgraphs need to know. */
  caller: Caller;
  /** Names the request in logs and in answers. */
  requestId: string;
  /** The client's own headers (lower case), and what a WebSocket sent as connectionParams in their place. */
  headers: Readonly<Record<string, unknown>>;
}

export function requestContext(
  identity: Identity,
  headers: Readonly<Record<string, unknown>>,
): RequestContext {
  return { identity, caller: identity.caller, requestId: randomUUID(), headers };
}
