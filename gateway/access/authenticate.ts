import { keyOf } from '../../lib/api-key.ts';
import { anonymousIdentity, type Identity, openIdentity, operatorIdentity } from './identity.ts';
import type { Refusal } from './refusal.ts';
import { type SettingKeys, settingKeys } from './settings-keys.ts';

/** Finds out who asks, by the credentials among the headers of a request (or what a WebSocket was opened with). */
export interface Authenticate {
  (headers: Readonly<Record<string, unknown>>): Promise<Identity | Refusal>;
  /** Whether whoever sends no credentials may do everything: nothing is set that could tell who asks. */
  open: boolean;
}

/** Tells a kind of credentials: undefined where these are none of its kind. */
export type Recognise = (credential: string) => Promise<Identity | Refusal> | undefined;

export interface AuthenticationOptions {
  keys: SettingKeys;
  /** Whether requests without credentials are let in, to what demands nothing. @default false */
  anonymous?: boolean;
  /** Other kinds of credentials, in the order in which they are tried. */
  kinds?: readonly Recognise[];
  /** Whether credentials must be sent, even where the settings give no key. */
  needed?: boolean;
  /** Whether this is another service of the deployment. */
  isService?: (headers: Readonly<Record<string, unknown>>) => boolean;
}

/** A refusal of credentials, as RFC 6750 says it. */
export function notAuthenticated(code: string, message: string): Refusal {
  const error =
    code === 'UNAUTHENTICATED'
      ? ''
      : `, error="invalid_token", error_description="${message.replace(/"/g, "'")}"`;
  return { status: 401, code, message, headers: { 'www-authenticate': `Bearer realm="kitegraph"${error}` } };
}

/** Credentials that cannot be judged now. */
export function unavailable(message: string): Refusal {
  return { status: 503, code: 'AUTHENTICATION_UNAVAILABLE', message, headers: { 'retry-after': '5' } };
}

const NEEDED = notAuthenticated(
  'UNAUTHENTICATED',
  'An API key or token is needed: send it as "Authorization: Bearer <key>" or "x-api-key: <key>".',
);
const UNKNOWN = notAuthenticated(
  'UNAUTHENTICATED',
  'This API key or token is not known here: send one that is, as "Authorization: Bearer <key>" or "x-api-key: <key>".',
);

export function authentication(options: AuthenticationOptions): Authenticate {
  const { keys, anonymous = false, kinds = [], needed = false, isService } = options;
  const open = keys.apiKey === undefined && !needed;
  const known = settingKeys(keys);

  async function authenticate(headers: Readonly<Record<string, unknown>>): Promise<Identity | Refusal> {
    const credential = keyOf(headers);
    if (credential === undefined) {
      if (isService?.(headers)) return operatorIdentity;
      if (open) return openIdentity;
      return anonymous && headers.authorization === undefined ? anonymousIdentity : NEEDED;
    }
    const its = known(credential);
    if (its) return its;
    for (const recognise of kinds) {
      const recognised = recognise(credential);
      if (recognised) return recognised;
    }
    return open ? openIdentity : UNKNOWN;
  }

  return Object.assign(authenticate, { open });
}
