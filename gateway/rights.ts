import { stringifyJson64 } from '../lib/json64.ts';
import type { RequestContext } from './request-context.ts';

/**
 * The same text for requests that must get the same answer to the same operation, which is what allows to ask once for all of them.
 * Whatever of a request can change what a subgraph answers belongs in here.
 */
export function rightsOf({ caller }: RequestContext): string {
  return stringifyJson64([caller.tenant ?? null, caller.scopes ?? null]);
}
