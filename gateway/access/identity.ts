import type { Caller } from '../../lib/caller.ts';

/** What lets somebody in. */
export type Credential =
  /** None is needed: only this machine reaches the gateway. */
  | 'OPEN'
  /** None was given, and the deployment takes that. */
  | 'ANONYMOUS'
  /** KITEGRAPH_API_KEY. */
  | 'OPERATOR'
  /** A key out of the settings. */
  | 'SETTING'
  /** An API key out of the database. */
  | 'API_KEY'
  /** A JSON Web Token. */
  | 'TOKEN';

/** Who asks, as the gateway knows it. */
export interface Identity {
  by: Credential;
  /** Names who asks, in logs and for limits: never a secret, the same for each request of the same. */
  id: string;
  /** Whether it may do everything. */
  all: boolean;
  /** What it may do, by @requiresScopes. */
  scopes: ReadonlySet<string>;
  /** The claims of a token. */
  claims?: Readonly<Record<string, unknown>>;
  /** What it may read and change, for the product's own subgraphs. */
  caller: Caller;
  /** When the credential ends, in milliseconds since 1970. */
  expiresAt?: number;
  /** The refusal once the credential is no longer good, asked anew; undefined: it goes on. Of a credential that can be withdrawn. */
  recheck?: () => Promise<{ code: string; message: string } | undefined>;
}

/** The scopes of the product's own schema. */
export const OWN_SCOPES = ['search', 'index', 'ops', 'admin'] as const;
const NO_SCOPES: ReadonlySet<string> = new Set();
const EVERY_SCOPE: ReadonlySet<string> = new Set(OWN_SCOPES);

/** Scopes as they count: `admin` has the others with it. */
export function scopesFrom(names: Iterable<string>): ReadonlySet<string> {
  const scopes = new Set(names);
  return scopes.has('admin') ? new Set([...scopes, ...OWN_SCOPES]) : scopes;
}

/**
 * The scopes of documents that credentials are limited to; undefined: they see all. Who only searches sees what demands no scope,
 * unless more is said; who may do more sees all, unless less is said.
 * @param listed what the credentials say; `*` stands for all
 */
export function readScopesOf(
  scopes: ReadonlySet<string>,
  listed: readonly string[] | null | undefined,
): string[] | undefined {
  if (listed?.includes('*')) return undefined;
  if (listed) return [...new Set(listed)].sort();
  return scopes.has('index') || scopes.has('ops') ? undefined : [];
}

/** Whoever asks where nobody needs to say who they are. */
export const openIdentity: Identity = {
  by: 'OPEN',
  id: 'open',
  all: true,
  scopes: EVERY_SCOPE,
  caller: {},
};

export const anonymousIdentity: Identity = {
  by: 'ANONYMOUS',
  id: 'anonymous',
  all: false,
  scopes: NO_SCOPES,
  caller: { scopes: [] },
};

export const operatorIdentity: Identity = {
  by: 'OPERATOR',
  id: 'operator',
  all: true,
  scopes: EVERY_SCOPE,
  caller: {},
};
