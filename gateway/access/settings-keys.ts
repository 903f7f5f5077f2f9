import { createHash } from 'node:crypto';
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
    ...tenants.map(({ tenant, key }) => ({ key, identity: tenantIdentity(tenant, key) })),
    ...scoped.map((one) => ({ key: one.key, identity: scopedIdentity(one) })),
  ];
  return (key) => {
    const its = bound.find((one) => keyMatches(one.key, key));
    if (its) return its.identity;
    return apiKey !== undefined && keyMatches(apiKey, key) ? operatorIdentity : undefined;
  };
}

function tenantIdentity(tenant: string, key: string): Identity {
  return {
    by: 'SETTING',
    id: `tenant:${tenant}#${markOf(key)}`,
    all: false,
    scopes: new Set(['search', 'index']),
    caller: { tenant },
  };
}

function scopedIdentity({ scopes, tenant, key }: ScopedKey): Identity {
  return {
    by: 'SETTING',
    id: `scopes:${scopes.join('+')}${tenant === undefined ? '' : `@${tenant}`}#${markOf(key)}`,
    all: false,
    scopes: new Set(['search']),
    caller: { scopes, ...(tenant !== undefined && { tenant }) },
  };
}

/** Tells keys apart that may do the same, in logs too: too short to say what the key is, the same in every process. */
function markOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
