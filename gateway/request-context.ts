import type { QueryPlan } from '@apollo/query-planner';
import type { Caller } from '../lib/caller.ts';
import { requestIdOf } from '../lib/request-id.ts';
import type { Identity } from './access/identity.ts';
import type { SaidOfCaching } from './answer-cache/policy.ts';

/** How an operation was answered. Kept only where somebody wants to know. */
export interface Journal {
  plan?: QueryPlan;
  fetches: { subgraph: string; milliseconds: number }[];
}

/** What the gateway knows of one request of a client, on every transport, from its entrance to the subgraphs. */
export interface RequestContext {
  /** Who asks, and what it may do. */
  identity: Identity;
  /** Who asks, as far as the product's own subgraphs need to know. */
  caller: Caller;
  /** Names the request in logs, in errors and in the answer's header: the client's own, where that is well-formed. */
  requestId: string;
  /** The client's own headers (lower case), and what a WebSocket sent as connectionParams in their place. */
  headers: Readonly<Record<string, unknown>>;
  /** The client's address: of IPv6 its network. '' where it is not known. */
  address: string;
  /** Aborted where nobody waits for its reads any more: the client went away, or the time of its operation is up. */
  left?: AbortController | undefined;
  /** When the client stops to wait, by performance.now(). */
  deadline?: number | undefined;
  /** How the operation is answered, where somebody wants to know. */
  journal?: Journal | undefined;
  /** What subgraphs say of keeping the answer, where it may be kept. */
  caching?: SaidOfCaching | undefined;
  /** What a plugin adds to the headers of one request to a subgraph. */
  fetchHeaders?: Readonly<Record<string, string>> | undefined;
  /** What subgraphs and plugins add to the headers of an answer over HTTP; names in lower case. */
  answerHeaders: Map<string, string>;
}

export function requestContext(
  identity: Identity,
  headers: Readonly<Record<string, unknown>>,
  requestId = requestIdOf(headers),
  address = '',
): RequestContext {
  return { identity, caller: identity.caller, requestId, headers, address, answerHeaders: new Map() };
}
