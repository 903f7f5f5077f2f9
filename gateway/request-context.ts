import { randomUUID } from 'node:crypto';
import type { Caller } from '../lib/caller.ts';

/** What the gateway knows of one request of a client, on every transport, from its entrance to the subgraphs. */
export interface RequestContext {
  /** Who asks, as far as subgraphs need to know. */
  caller: Caller;
  /** Names the request in logs and in answers. */
  requestId: string;
  /** The client's own headers (lower case), and what a WebSocket sent as connectionParams in their place. */
  headers: Readonly<Record<string, unknown>>;
  /** Aborted where the client went away: nobody waits for its reads any more. */
  signal?: AbortSignal | undefined;
  /** When the client stops to wait, by performance.now(). */
  deadline?: number | undefined;
}

export function requestContext(caller: Caller, headers: Readonly<Record<string, unknown>>): RequestContext {
  return { caller, requestId: randomUUID(), headers };
}
