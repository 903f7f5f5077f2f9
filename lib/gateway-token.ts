import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  scryptSync,
  sign,
  verify,
} from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.ts';

/** The header (or parameter of a WebSocket) by which the gateway proves itself to a subgraph: a JSON Web Token. */
export const GATEWAY_HEADER = 'x-kitegraph-gateway';
export const GATEWAY_ISSUER = 'kitegraph-gateway';

/** A token is good for a minute, and used for the first half of it. */
const LIFE_SECONDS = 60;
const USED_MS = 30_000;
/** How far the clocks of two machines may differ. */
const SKEW_SECONDS = 30;

/** What the product's services share, so that each knows that another of them asks. */
export interface GatewayKeys {
  /**
   * A token for one audience (a subgraph by its name, or `services`) that says who asks. Signed anew every half minute for each
   * caller, so that it costs a request next to nothing.
   */
  token(audience: string, caller: Caller): string;
  /** Who asks, by a token of the gateway for this audience; undefined: it is none, or too old. */
  caller(token: unknown, audience: string): Caller | undefined;
  /** What others verify tokens by: a JSON Web Key Set. */
  jwks: { keys: JsonWebKey[] };
}

/** Tokens of services that ask each other about themselves, such as for their metrics. */
export const SERVICES = 'services';

interface Pair {
  id: string;
  own: KeyObject;
  open: KeyObject;
}

const made = new Map<string, GatewayKeys>();

/** @param secrets the first signs; each verifies, so that one can be replaced without a gap */
export function gatewayKeys(secrets: readonly string[]): GatewayKeys {
  const name = secrets.join(',');
  const before = made.get(name);
  if (before) return before;
  const pairs = secrets.map(pairOf);
  const [first] = pairs;
  if (!first) throw new Error('a secret is needed to sign by');
  const signed = new LRUCache<string, string>({ max: 10_000, ttl: USED_MS });
  const verified = new LRUCache<string, { caller: Caller; until: number }>({ max: 10_000 });

  const keys: GatewayKeys = {
    token(audience, caller) {
      const key = JSON.stringify([audience, caller.tenant, caller.scopes, caller.collections]);
      const known = signed.get(key);
      if (known) return known;
      const token = signedBy(first, audience, caller);
      signed.set(key, token);
      return token;
    },
    caller(token, audience) {
      if (typeof token !== 'string' || token.length > 16_384) return undefined;
      const key = `${audience} ${token}`;
      const now = Date.now() / 1000;
      const known = verified.get(key);
      if (known) return known.until > now ? known.caller : undefined;
      const claims = claimsOf(token, pairs);
      if (!claims || claims.iss !== GATEWAY_ISSUER || claims.aud !== audience) return undefined;
      const until = claims.exp + SKEW_SECONDS;
      if (until <= now || claims.iat > now + SKEW_SECONDS) return undefined;
      const caller: Caller = {
        ...(claims.tenant !== undefined && { tenant: claims.tenant }),
        ...(claims.read_scopes !== undefined && { scopes: claims.read_scopes }),
        ...(claims.collections !== undefined && { collections: claims.collections }),
      };
      verified.set(key, { caller, until });
      return caller;
    },
    jwks: {
      keys: pairs.map(({ id, open }) => ({
        ...open.export({ format: 'jwk' }),
        kid: id,
        alg: 'EdDSA',
        use: 'sig',
      })),
    },
  };
  made.set(name, keys);
  return keys;
}

interface Claims {
  iss: string;
  aud: string;
  iat: number;
  exp: number;
  tenant?: string;
  read_scopes?: string[];
  collections?: string[];
}

/** An Ed25519 key out of a secret. Slowly, since the public half is for everybody to try secrets against. */
function pairOf(secret: string): Pair {
  const seed = scryptSync(secret, 'kitegraph gateway token', 32);
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const own = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const open = createPublicKey(own);
  const { x = '' } = open.export({ format: 'jwk' });
  return { id: createHash('sha256').update(x).digest('base64url').slice(0, 16), own, open };
}

function signedBy({ id, own }: Pair, aud: string, { tenant, scopes, collections }: Caller): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims: Claims = {
    iss: GATEWAY_ISSUER,
    aud,
    iat,
    exp: iat + LIFE_SECONDS,
    ...(tenant !== undefined && { tenant }),
    ...(scopes !== undefined && { read_scopes: [...scopes] }),
    ...(collections !== undefined && { collections: [...collections] }),
  };
  const text = `${encoded({ alg: 'EdDSA', typ: 'JWT', kid: id })}.${encoded(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), own).toString('base64url')}`;
}

function claimsOf(token: string, pairs: readonly Pair[]): Claims | undefined {
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  if (more.length > 0) return undefined;
  try {
    const { alg, kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>;
    const pair = pairs.find(({ id }) => id === kid);
    if (alg !== 'EdDSA' || !pair) return undefined;
    const signed = Buffer.from(`${head}.${body}`);
    if (!verify(null, signed, pair.open, Buffer.from(signature, 'base64url'))) return undefined;
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
  } catch {
    return undefined;
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
