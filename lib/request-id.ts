import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** The header that names a request, from its client to the last subgraph and back. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** What stands in logs and headers as it is: no spaces, no control characters, not too long. */
const WELL_FORMED = /^[\w.:=+/@-]{1,128}$/;

const current = new AsyncLocalStorage<string>();

/** The id that a request brings, where it is well-formed, and else a new one. */
export function requestIdOf(headers: Readonly<Record<string, unknown>>): string {
  const given = headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID();
}

/** Runs the work of a request: what is logged meanwhile, in any part of this process, bears its id. */
export function inRequest<T>(id: string, run: () => T): T {
  return current.run(id, run);
}

/** The id of the request that is being worked on. */
export function currentRequestId(): string | undefined {
  return current.getStore();
}
