import type { Identity } from './identity.ts';

/** What a policy is judged by. */
export interface PolicyRequest {
  /** Who asks: what lets it in, its id, scopes and, of a token, its claims. */
  identity: Pick<Identity, 'by' | 'id' | 'scopes' | 'claims'> & { tenant?: string | undefined };
  /** The headers of the request (lower case), or what a WebSocket was opened with. */
  headers: Readonly<Record<string, unknown>>;
}

/**
 * Says which of the policies that an operation's @policy directives name hold for who asks. Called once an operation; of a
 * subscription when it begins. Operators are not asked about. Where it throws, none holds.
 */
export type Policies = (
  names: readonly string[],
  request: PolicyRequest,
) => Iterable<string> | Promise<Iterable<string>>;

/** @throws Error where the module's default export is no function */
export async function loadPolicies(path: string): Promise<Policies> {
  const { default: policies } = (await import(path)) as { default?: unknown };
  if (typeof policies !== 'function')
    throw new Error(
      `access.policies: the default export of ${path} is not a function; examples/policies.ts has one.`,
    );
  return policies as Policies;
}
