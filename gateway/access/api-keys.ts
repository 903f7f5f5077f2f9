import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { looksLikeApiKey, readApiKey } from '../../lib/api-key-format.ts';
import type { SubgraphAnswer } from '../upstream/http.ts';
import { notAuthenticated, type Recognise, unavailable } from './authenticate.ts';
import { type Identity, readScopesOf, scopesFrom } from './identity.ts';
import type { Refusal } from './refusal.ts';

/** A key's standing is asked for anew so often: the longest that a revoked one goes on. */
export const FRESH_MS = 5_000;
/** A key that was good goes on for so long while the ops service or its database is away. */
const KEPT_MS = 10 * 60_000;
/** Longer than this nobody waits for the answer. */
const WITHIN_MS = 3_000;

const STANDINGS = `query ApiKeyStandings($hashes: [String!]!) {
  apiKeyStandings(hashes: $hashes) { id name prefix scopes readScopes collections tenant revoked expiresAt }
}`;

interface Standing {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  readScopes: string[] | null;
  collections: string[] | null;
  tenant: string | null;
  revoked: boolean;
  expiresAt: string | Date | null;
}

interface Known {
  standing: Standing | null;
  asked: number;
}

/** Asks the ops subgraph, over the signed channel. */
export type AskOps = (query: string, variables: Record<string, unknown>) => Promise<SubgraphAnswer>;

/**
 * API keys out of the database. The gateway keeps none: it asks the ops subgraph for the standing of the digests that it sees, all
 * that come in one turn at once, and remembers it for five seconds. While nobody answers, keys that were good lately go on.
 */
export function apiKeys(ask: AskOps, log: Logger): Recognise {
  const known = new LRUCache<string, Known>({ max: 20_000, ttl: KEPT_MS });
  const loader = new DataLoader<string, Standing | null>(
    async (hashes) => {
      const { data, errors } = await withinTime(ask(STANDINGS, { hashes }));
      const standings = data?.apiKeyStandings as (Standing | null)[] | undefined;
      if (!standings) throw new Error(errors?.[0]?.message ?? 'no answer');
      return standings;
    },
    { cache: false, maxBatchSize: 500 },
  );
  const asking = new Map<string, Promise<Known>>();

  /** @throws Error where it cannot be known */
  async function standingOf(hash: string): Promise<Standing | null> {
    const before = known.get(hash);
    if (before && performance.now() - before.asked < FRESH_MS) return before.standing;
    const asked = performance.now();
    const answer =
      asking.get(hash) ??
      loader
        .load(hash)
        .then((standing) => {
          const now = { standing, asked };
          known.set(hash, now);
          return now;
        })
        .finally(() => asking.delete(hash));
    asking.set(hash, answer);
    try {
      return (await answer).standing;
    } catch (error) {
      if (!before?.standing) throw error;
      log.warn({ key: before.standing.prefix, err: error }, 'a key could not be checked anew: it goes on');
      return before.standing;
    }
  }

  async function judged(hash: string): Promise<Identity | Refusal> {
    let standing: Standing | null;
    try {
      standing = await standingOf(hash);
    } catch (error) {
      log.warn({ err: error }, 'a key could not be checked');
      return unavailable(
        'API keys cannot be checked now, and this one was not seen lately: try again in a moment.',
      );
    }
    if (!standing) return notAuthenticated('INVALID_API_KEY', 'This API key is not known here.');
    if (standing.revoked)
      return notAuthenticated('API_KEY_REVOKED', 'This API key was revoked: ask for another.');
    const expiresAt = standing.expiresAt === null ? undefined : new Date(standing.expiresAt).getTime();
    if (expiresAt !== undefined && expiresAt <= Date.now())
      return notAuthenticated(
        'API_KEY_EXPIRED',
        'This API key has expired, or was rotated: use the new one.',
      );
    return identityOf(standing, expiresAt, async () => {
      const now = await judged(hash);
      return 'by' in now || now.status === 503 ? undefined : now;
    });
  }

  return (credential) => {
    if (!looksLikeApiKey(credential)) return undefined;
    const key = readApiKey(credential);
    if (key) return judged(key.hash);
    return Promise.resolve(
      notAuthenticated('INVALID_API_KEY', 'This API key is mistyped or cut off: its checksum does not fit.'),
    );
  };
}

function identityOf(
  { id, prefix, scopes: names, readScopes, collections, tenant }: Standing,
  expiresAt: number | undefined,
  recheck: NonNullable<Identity['recheck']>,
): Identity {
  const scopes = scopesFrom(names);
  const limited = readScopesOf(scopes, readScopes);
  return {
    by: 'API_KEY',
    id: `key:${id}:${prefix}`,
    all: false,
    scopes,
    caller: {
      ...(tenant !== null && { tenant }),
      ...(limited && { scopes: limited }),
      ...(collections && { collections }),
    },
    ...(expiresAt !== undefined && { expiresAt }),
    recheck,
  };
}

async function withinTime<T>(answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${WITHIN_MS} ms`)), WITHIN_MS);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
