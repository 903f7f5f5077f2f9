/** What one element of the schema demands of who asks for it: everything that is given here. */
export interface Requirement {
  /** The element: a type, or a field as Type.field. */
  of: string;
  authenticated: boolean;
  /** All scopes of one of these lists. Empty: none. */
  scopes: readonly (readonly string[])[];
  /** All policies of one of these lists. Empty: none. */
  policies: readonly (readonly string[])[];
}

/** What is known of who asks, as far as the schema's requirements go. */
export interface Rights {
  /** Whoever may do everything: an operator. */
  all: boolean;
  authenticated: boolean;
  scopes: ReadonlySet<string>;
  /** The policies that hold, of those that were asked about. */
  policies: ReadonlySet<string>;
}

export function isMet({ authenticated, scopes, policies }: Requirement, rights: Rights): boolean {
  if (rights.all) return true;
  return (
    (!authenticated || rights.authenticated) &&
    oneOf(scopes, rights.scopes) &&
    oneOf(policies, rights.policies)
  );
}

function oneOf(lists: readonly (readonly string[])[], has: ReadonlySet<string>): boolean {
  return lists.length === 0 || lists.some((list) => list.every((name) => has.has(name)));
}

/** What a requirement demands, in words. */
export function inWords({ authenticated, scopes, policies }: Requirement): string {
  const parts = [
    ...(authenticated ? ['that you say who you are'] : []),
    ...(scopes.length > 0 ? [`the scope ${alternatives(scopes)}`] : []),
    ...(policies.length > 0 ? [`that the policy ${alternatives(policies)} allows it`] : []),
  ];
  return parts.join(', and ');
}

function alternatives(lists: readonly (readonly string[])[]): string {
  return lists.map((list) => list.map((name) => `"${name}"`).join(' with ')).join(' or ');
}
