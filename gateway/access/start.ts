import type { Logger } from 'pino';
import { GATEWAY_HEADER, type GatewayKeys, SERVICES } from '../../lib/gateway-token.ts';
import type { GatewayConfig } from '../config.ts';
import { type AskOps, apiKeys } from './api-keys.ts';
import { type Authenticate, authentication } from './authenticate.ts';
import type { AccessOptions } from './enforce.ts';
import { loadPolicies } from './policies.ts';
import { tokens } from './tokens.ts';

/** Who may ask, and what they may see, by the settings. */
export interface StartedAccess extends AsyncDisposable {
  authenticate: Authenticate;
  fields: AccessOptions;
}

/**
 * @param askOps where the keys in the database are asked about; none: there is no database
 * @throws Error where the module of policies cannot be loaded
 */
export async function startAccess(
  { apiKey, tenantKeys, scopedKeys, file }: GatewayConfig,
  { keys, log, askOps }: { keys?: GatewayKeys | undefined; log: Logger; askOps?: AskOps | undefined },
): Promise<StartedAccess> {
  const { anonymous, jwt, policies, unauthorized } = file?.access ?? {};
  const ofIssuer = jwt && tokens(jwt, log);
  return {
    authenticate: authentication({
      keys: { apiKey, tenants: tenantKeys ?? [], scoped: scopedKeys ?? [] },
      anonymous: anonymous === 'allow',
      kinds: [...(askOps ? [apiKeys(askOps, log)] : []), ...(ofIssuer ? [ofIssuer.recognise] : [])],
      needed: jwt !== undefined,
      isService: (headers) => keys?.caller(headers[GATEWAY_HEADER], SERVICES) !== undefined,
    }),
    fields: {
      ...(policies !== undefined && { policies: await loadPolicies(policies) }),
      ...(unauthorized !== undefined && { unauthorized }),
    },
    async [Symbol.asyncDispose]() {
      await ofIssuer?.[Symbol.asyncDispose]();
    },
  };
}
