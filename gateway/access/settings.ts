import { resolve } from 'node:path';
import { z } from 'zod';
import { duration, httpUrl, section } from '../configuration/kinds.ts';

const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

function text(what: string) {
  return z.string(`must be ${what}`).min(1, `must be ${what}`);
}

/** JSON Web Tokens: only what is signed by a key that its issuer publishes. */
const jwtSection = section({
  /** Where the issuer publishes its keys: a JSON Web Key Set. */
  jwks: httpUrl(),
  /** What `iss` must be. */
  issuer: text("the issuer's name, as its tokens have it"),
  /** What `aud` must have. */
  audience: text('what tokens for this deployment have as audience'),
  /** Signatures that are taken; with a secret that both sides know, none is. */
  algorithms: z
    .array(z.enum(ALGORITHMS, `must be one of ${ALGORITHMS.join(', ')}`), 'must be a list')
    .min(1, 'must have one at least')
    .default(['RS256', 'PS256', 'ES256', 'EdDSA']),
  /** How far the clocks of the issuer and of the gateway may differ. */
  tolerance: duration('0s', '5m').default(30_000),
  /** Where tokens say what they are for. A dot leads into an object. */
  claims: section({
    scopes: text('the name of a claim').default('scope'),
    tenant: text('the name of a claim').default('tenant'),
    collections: text('the name of a claim').default('collections'),
    readScopes: text('the name of a claim').default('read_scopes'),
  }).default({ scopes: 'scope', tenant: 'tenant', collections: 'collections', readScopes: 'read_scopes' }),
});

export type JwtSettings = z.infer<typeof jwtSection>;

/**
 * The section `access` of the gateway's file: who may ask, and what becomes of what is not for them.
 */
export const accessSection = section({
  jwt: jwtSection.optional(),
  /** Whether requests without credentials are let in, to fields that demand nothing. @default refuse */
  anonymous: z.enum(['refuse', 'allow'], 'must be refuse or allow').optional(),
  /** What becomes of an operation with fields that are not for who asks: those are null, or it is refused. @default null */
  unauthorized: z
    .union([z.null(), z.literal('null'), z.literal('refuse')], 'must be null or refuse')
    .transform((value) => value ?? ('null' as const))
    .optional(),
  /** A module that judges @policy: its path, from the working directory. @default none: no policy holds */
  policies: z
    .string('must be the path of a module')
    .regex(/\.(js|mjs|ts)$/, 'must be the path of a module (.js, .mjs or .ts)')
    .transform((path) => resolve(path))
    .optional(),
});
