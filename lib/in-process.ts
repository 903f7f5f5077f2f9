import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import type { Caller } from './caller.ts';

/** An operation for a subgraph of this process, parsed already. It is one that the gateway planned, so nobody validates it again. */
export interface InProcessRequest {
  document: DocumentNode;
  variables: Record<string, unknown> | undefined;
  caller: Caller;
}

export interface InProcessAnswer {
  data?: Record<string, unknown> | null;
  /** As a client may see them. */
  errors?: GraphQLFormattedError[];
}

export type Execute = (request: InProcessRequest) => Promise<InProcessAnswer>;

const running = new Map<string, Execute>();

/**
 * Lets whoever is in this process ask a subgraph without HTTP: no sockets, and no JSON written and read again.
 * @param url of its GraphQL endpoint
 */
export function offerInProcess(url: string, execute: Execute): Disposable {
  running.set(url, execute);
  return {
    [Symbol.dispose]() {
      if (running.get(url) === execute) running.delete(url);
    },
  };
}

/** The subgraph that listens at this address, where it is in this process and takes new work. */
export function inProcess(url: string): Execute | undefined {
  return running.get(url);
}
