import { keyMatches } from '../../lib/api-key.ts';
import { type Identity, operatorIdentity } from './identity.ts';

/** The keys that the settings give. */
export interface SettingKeys {
  /** Opens everything. */
  apiKey?: string | undefined;
  /** Each searches and indexes what belongs to one tenant. */
  tenants: readonly { tenant: string; key: string }[];
  /** Each searches what demands no scope, or one of these; of one tenant where it names one. */
  scoped: readonly ScopedKey[];
}

export interface ScopedKey {
  scopes: readonly string[];
  tenant?: string | undefined;
  key: string;
}

/** Whose a key of the settings is; undefined: it is none of them. */
export function settingKeys({ apiKey, tenants, scoped }: SettingKeys): (key: string) => Identity | undefined {
  const bound: readonly { key: string; identity: Identity }[] = [
    ...tenants.map(({ tenant, key }) => ({ key, identity: tenantIdentity(tenant) })),
    ...scoped.map((one) => ({ key: one.key, identity: scopedIdentity(one) })),
  ];
  return (key) => {
    const its = bound.find((one) => keyMatches(one.key, key));
    if (its) return its.identity;
    return apiKey !== undefined && keyMatches(apiKey, key) ? operatorIdentity : undefined;
  };
}

function tenantIdentity(tenant: string): Identity {
  return {
    by: 'SETTING',
    id: `tenant:${tenant}`,
    all: false,
    scopes: new Set(['search', 'index']),
    caller: { tenant },
  };
}

function scopedIdentity({ scopes, tenant }: ScopedKey): Identity {
  return {
    by: 'SETTING',
    id: `scopes:${scopes.join('+')}${tenant === undefined ? '' : `@${tenant}`}`,
    all: false,
    scopes: new Set(['search']),
    caller: { scopes, ...(tenant !== undefined && { tenant }) },
  };
}
