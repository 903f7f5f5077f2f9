import { createHash } from 'node:crypto';
import { createRemoteJWKSet, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { type Caller, COLLECTION_NAME, SCOPE_NAME, TENANT_NAME } from '../../lib/caller.ts';
import { notAuthenticated, type Recognise, unavailable } from './authenticate.ts';
import { type Identity, readScopesOf, scopesFrom } from './identity.ts';
import type { Refusal } from './refusal.ts';
import type { JwtSettings } from './settings.ts';

/** The set of keys is read anew so often, so that keys which were withdrawn are not taken for long. */
const REFRESH_MS = 5 * 60_000;
/** A key that is not known makes it be read at once, but not more often than this. */
const COOLDOWN_MS = 10_000;
const WITHIN_MS = 5_000;
/** A token that was verified is not verified again for so long. */
const VERIFIED_MS = 60_000;

export interface Tokens extends AsyncDisposable {
  recognise: Recognise;
}

/**
 * JSON Web Tokens of one issuer, by the keys that it publishes. While these cannot be read, the keys that are known go on. Of a
 * token that was verified, the digest alone is remembered.
 */
export function tokens(settings: JwtSettings, log: Logger): Tokens {
  const { jwks, issuer, audience, algorithms, tolerance, claims } = settings;
  const keys = createRemoteJWKSet(new URL(jwks), {
    // They are read anew by the timer below: one that fails must not take the known keys away.
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: COOLDOWN_MS,
    timeoutDuration: WITHIN_MS,
  });
  const verified = new LRUCache<string, Identity>({ max: 10_000, ttl: VERIFIED_MS });
  const refresh = setInterval(async () => {
    await keys.reload().then(
      () => verified.clear(),
      (error: Error) =>
        log.warn({ jwks, err: error }, 'the keys of tokens could not be read anew: the known ones go on'),
    );
  }, REFRESH_MS);
  refresh.unref();

  async function verify(token: string): Promise<Identity | Refusal> {
    const digest = createHash('sha256').update(token).digest('base64url');
    const before = verified.get(digest);
    if (before && (before.expiresAt ?? 0) > Date.now()) return before;
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms,
        clockTolerance: tolerance / 1000,
        requiredClaims: ['exp', 'sub'],
      }));
    } catch (error) {
      return refusalOf(error as Error);
    }
    const identity = identityOf(payload);
    if ('by' in identity) verified.set(digest, identity);
    return identity;
  }

  function identityOf(payload: JWTPayload): Identity | Refusal {
    const scopes = names(at(payload, claims.scopes));
    const tenant = at(payload, claims.tenant);
    const collections = at(payload, claims.collections);
    const readScopes = at(payload, claims.readScopes);
    if (tenant !== undefined && !(typeof tenant === 'string' && TENANT_NAME.test(tenant))) {
      return claimRefused(claims.tenant, 'must be the name of a tenant');
    }
    const its = scopesFrom(scopes ?? []);
    const caller: Caller = { ...(tenant !== undefined && { tenant }) };
    if (collections !== undefined) {
      const listed = names(collections);
      if (!listed?.every((name) => COLLECTION_NAME.test(name)))
        return claimRefused(claims.collections, 'must be names of collections');
      caller.collections = [...new Set(listed)].sort();
    }
    const listed = readScopes === undefined ? undefined : names(readScopes);
    if (readScopes !== undefined && !listed?.every((name) => name === '*' || SCOPE_NAME.test(name)))
      return claimRefused(claims.readScopes, 'must be names of scopes');
    const limited = readScopesOf(its, listed);
    if (limited) caller.scopes = limited;
    return {
      by: 'TOKEN',
      id: `token:${payload.sub}`,
      all: false,
      scopes: its,
      claims: payload,
      caller,
      expiresAt: (payload.exp ?? 0) * 1000 + tolerance,
    };
  }

  function refusalOf(error: Error): Refusal {
    if (error instanceof errors.JWTExpired)
      return notAuthenticated('TOKEN_EXPIRED', 'This token has expired: get a new one.');
    if (error instanceof errors.JWTClaimValidationFailed) {
      const expected = { iss: issuer, aud: audience }[error.claim];
      const remedy = expected === undefined ? '' : ` It must be "${expected}".`;
      return notAuthenticated(
        'INVALID_TOKEN',
        `The claim "${error.claim}" of this token is not as it must be.${remedy}`,
      );
    }
    if (error instanceof errors.JOSEAlgNotAllowed)
      return notAuthenticated(
        'INVALID_TOKEN',
        `This token is signed in a way that is not taken here: use ${algorithms.join(', ')}.`,
      );
    if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed)
      return notAuthenticated('INVALID_TOKEN', 'This token is not signed by a key of its issuer.');
    if (
      error instanceof errors.JWTInvalid ||
      error instanceof errors.JWSInvalid ||
      error instanceof errors.JOSENotSupported
    )
      return notAuthenticated('INVALID_TOKEN', 'This is no JSON Web Token that can be read.');
    log.warn({ jwks, err: error }, 'the keys of tokens could not be read');
    return unavailable('The keys by which tokens are verified cannot be read now: try again in a moment.');
  }

  return {
    recognise: (credential) => (isToken(credential) ? verify(credential) : undefined),
    async [Symbol.asyncDispose]() {
      clearInterval(refresh);
    },
  };
}

/** A claim by its name; a dot leads into an object where no claim has the whole name. */
function at(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  let value: unknown = payload;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value ?? undefined;
}

/** Names in a list, or in one text with spaces between. */
function names(value: unknown): string[] | undefined {
  if (typeof value === 'string') return value.split(' ').filter((name) => name !== '');
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}

function claimRefused(claim: string, what: string): Refusal {
  return notAuthenticated('INVALID_TOKEN', `The claim "${claim}" of this token ${what}.`);
}

function isToken(credential: string): boolean {
  if (credential.length > 16_384 || credential.split('.').length !== 3) return false;
  try {
    return typeof decodeProtectedHeader(credential).alg === 'string';
  } catch {
    return false;
  }
}
