import type { GatewayConfig } from '../config.ts';
import { type Authenticate, authentication } from './authenticate.ts';
import type { AccessOptions } from './enforce.ts';
import { loadPolicies } from './policies.ts';

/** Who may ask, and what they may see, by the settings. */
export interface StartedAccess {
  authenticate: Authenticate;
  fields: AccessOptions;
}

/** @throws Error where the module of policies cannot be loaded */
export async function startAccess({
  apiKey,
  tenantKeys,
  scopedKeys,
  file,
}: GatewayConfig): Promise<StartedAccess> {
  const { anonymous, policies, unauthorized } = file?.access ?? {};
  return {
    authenticate: authentication({
      keys: { apiKey, tenants: tenantKeys ?? [], scoped: scopedKeys ?? [] },
      anonymous: anonymous === 'allow',
    }),
    fields: {
      ...(policies !== undefined && { policies: await loadPolicies(policies) }),
      ...(unauthorized !== undefined && { unauthorized }),
    },
  };
}
