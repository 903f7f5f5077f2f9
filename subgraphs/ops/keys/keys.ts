import { makeApiKey } from '../../../lib/api-key-format.ts';
import { COLLECTION_NAME, SCOPE_NAME, TENANT_NAME } from '../../../lib/caller.ts';
import { checkFirst, cursorOf, keyOfCursor, type Page, pageOf } from '../../../lib/cursor.ts';
import type { Database } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import type {
  ApiKey,
  ApiKeyStanding,
  CreateApiKeyInput,
  CreateApiKeyPayload,
} from '../../../schema/generated/ops.ts';
import { insertKey, listKeys, markUsed, readKey, readStandings, replaceHash, revoke } from './store.ts';

const LIST = 'apiKeys';
const MOST_SCOPES = 16;
const MOST_COLLECTIONS = 100;
/** Keys that are asked about at once. */
const MOST_ASKED = 1_000;
const LONGEST_GRACE = 30 * 86_400;

/** @throws BAD_USER_INPUT */
export async function createApiKey(db: Database, input: CreateApiKeyInput): Promise<CreateApiKeyPayload> {
  const name = input.name.trim();
  if (name.length < 1 || name.length > 100)
    throw userError.badInput('input.name', 'must have 1 to 100 characters.');
  const scopes = checkNames(input.scopes, 'input.scopes', SCOPE_NAME, MOST_SCOPES);
  if (scopes.length === 0) throw userError.badInput('input.scopes', 'must name one scope at least.');
  const readScopes = input.readScopes
    ? checkNames(input.readScopes, 'input.readScopes', /^\*$|^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, MOST_SCOPES)
    : null;
  const more = scopes.find((scope) => ['index', 'ops', 'admin'].includes(scope));
  if (more && readScopes && !readScopes.includes('*')) {
    throw userError.badInput(
      'input.readScopes',
      `a key that is limited to scopes of documents only searches, but this one has the scope "${more}". Leave one of them out.`,
    );
  }
  const collections = input.collections
    ? checkNames(input.collections, 'input.collections', COLLECTION_NAME, MOST_COLLECTIONS)
    : null;
  if (collections?.length === 0)
    throw userError.badInput('input.collections', 'must name one at least; leave it out for all.');
  if (collections && (scopes.includes('ops') || scopes.includes('admin')))
    throw userError.badInput(
      'input.collections',
      'the scopes ops and admin are of all collections: leave one of them out.',
    );
  const tenant = input.tenant ?? null;
  if (tenant !== null && !TENANT_NAME.test(tenant))
    throw userError.badInput('input.tenant', 'must be the name of a tenant.');
  if (tenant !== null && (scopes.includes('ops') || scopes.includes('admin')))
    throw userError.badInput(
      'input.tenant',
      'the scopes ops and admin are of all tenants: leave one of them out.',
    );
  const expiresAt = input.expiresAt ?? null;
  if (expiresAt !== null && new Date(expiresAt).getTime() <= Date.now())
    throw userError.badInput('input.expiresAt', 'must be in the future.');
  const { key, prefix, hash } = makeApiKey();
  const apiKey = await insertKey(db, {
    id: newId('key'),
    name,
    prefix,
    hash,
    scopes,
    readScopes,
    collections,
    tenant,
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
  });
  return { key, apiKey };
}

/** @throws API_KEY_NOT_FOUND, API_KEY_REVOKED, BAD_USER_INPUT */
export async function rotateApiKey(
  db: Database,
  { id, graceSeconds }: { id: string; graceSeconds: number },
): Promise<CreateApiKeyPayload> {
  if (graceSeconds < 0 || graceSeconds > LONGEST_GRACE)
    throw userError.badInput('input.graceSeconds', `must be from 0 to ${LONGEST_GRACE}.`);
  const { key, prefix, hash } = makeApiKey();
  const apiKey = await replaceHash(db, id, { prefix, hash }, graceSeconds);
  if (apiKey) return { key, apiKey };
  if (await readKey(db, id)) {
    throw userError.conflict(
      'API_KEY_REVOKED',
      'input.id',
      'this key is revoked: make another with createApiKey.',
    );
  }
  throw notFound(id);
}

/** @throws API_KEY_NOT_FOUND */
export async function revokeApiKey(db: Database, id: string): Promise<ApiKey> {
  const apiKey = await revoke(db, id);
  if (!apiKey) throw notFound(id);
  return apiKey;
}

export async function apiKeys(
  db: Database,
  page: { first: number; after?: string | null; revoked: boolean },
): Promise<Page<ApiKey>> {
  const first = checkFirst(page.first);
  const after = keyOfCursor(LIST, page.after);
  const { rows, totalCount } = await listKeys(db, { limit: first + 1, after, revoked: page.revoked });
  return pageOf(rows, first, totalCount, ({ at, id }) => cursorOf(LIST, [at, id]));
}

/** What the gateway must know of keys, in the order of the digests; asking counts as use. */
export async function apiKeyStandings(
  db: Database,
  hashes: readonly string[],
): Promise<(ApiKeyStanding | null)[]> {
  const asked = hashes.slice(0, MOST_ASKED);
  const found = new Map((await readStandings(db, asked)).map((row) => [row.asked, row]));
  const now = Date.now();
  const good = [...found.values()].filter(
    ({ revoked, expiresAt }) => !revoked && (expiresAt === null || expiresAt.getTime() > now),
  );
  if (good.length > 0)
    await markUsed(
      db,
      good.map(({ id }) => id),
    );
  return hashes.map((hash) => found.get(hash) ?? null);
}

function checkNames(names: readonly string[], path: string, allowed: RegExp, most: number): string[] {
  if (names.length > most)
    throw userError.badInput(path, `has ${names.length} names; at most ${most} are allowed.`);
  const wrong = names.findIndex((name) => !allowed.test(name));
  if (wrong >= 0)
    throw userError.badInput(
      `${path}[${wrong}]`,
      'must be 1 to 64 letters, digits, _, . and -, starting with a letter or digit.',
    );
  return [...new Set(names)].sort();
}

function notFound(id: string) {
  return userError.conflict('API_KEY_NOT_FOUND', 'input.id', `there is no API key "${id}": see apiKeys.`);
}
