import type { Queryable } from '../../../lib/database/database.ts';
import type { ApiKey } from '../../../schema/generated/ops.ts';

const columns = `id, name, prefix, scopes, read_scopes as "readScopes", collections, tenant, created_at as "createdAt",
  expires_at as "expiresAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt",
  case when previous_until > now() then previous_until end as "previousUntil"`;

export interface NewKey {
  id: string;
  name: string;
  prefix: string;
  hash: string;
  scopes: readonly string[];
  readScopes: readonly string[] | null;
  collections: readonly string[] | null;
  tenant: string | null;
  expiresAt: Date | null;
}

export async function insertKey(db: Queryable, key: NewKey): Promise<ApiKey> {
  const [row] = await db.query<ApiKey>(
    `insert into api_keys (id, name, prefix, hash, scopes, read_scopes, collections, tenant, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
    [
      key.id,
      key.name,
      key.prefix,
      key.hash,
      key.scopes,
      key.readScopes,
      key.collections,
      key.tenant,
      key.expiresAt,
    ],
  );
  return row as ApiKey;
}

export async function readKey(db: Queryable, id: string): Promise<ApiKey | undefined> {
  const [row] = await db.query<ApiKey>(`select ${columns} from api_keys where id = $1`, [id]);
  return row;
}

/** @returns undefined where there is no such key, or it is revoked */
export async function replaceHash(
  db: Queryable,
  id: string,
  { prefix, hash }: { prefix: string; hash: string },
  graceSeconds: number,
): Promise<ApiKey | undefined> {
  const [row] = await db.query<ApiKey>(
    `update api_keys set prefix = $2, hash = $3, previous_hash = hash,
       previous_until = now() + make_interval(secs => $4)
     where id = $1 and revoked_at is null returning ${columns}`,
    [id, prefix, hash, graceSeconds],
  );
  return row;
}

/** Once; a key that is revoked stays as it is. */
export async function revoke(db: Queryable, id: string): Promise<ApiKey | undefined> {
  const [row] = await db.query<ApiKey>(
    `update api_keys set revoked_at = coalesce(revoked_at, now()), previous_until = null
     where id = $1 returning ${columns}`,
    [id],
  );
  return row;
}

/** The newest first. @param after the creation time (microseconds since 1970) and the id of the last one seen */
export async function listKeys(
  db: Queryable,
  options: { limit: number; after: readonly string[] | undefined; revoked: boolean },
): Promise<{ rows: (ApiKey & { at: string })[]; totalCount: number }> {
  const [time, id] = options.after ?? [];
  const rows = await db.query<ApiKey & { at: string }>(
    `select ${columns}, (extract(epoch from created_at) * 1000000)::bigint::text as at from api_keys
     where ($3 or revoked_at is null)
       and ($1::bigint is null or ((extract(epoch from created_at) * 1000000)::bigint, id) < ($1::bigint, $2))
     order by created_at desc, id desc limit $4`,
    [time ?? null, id ?? null, options.revoked, options.limit],
  );
  const [count] = await db.query<{ count: string }>(
    'select count(*) from api_keys where $1 or revoked_at is null',
    [options.revoked],
  );
  return { rows, totalCount: Number(count?.count ?? 0) };
}

export interface Standing {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  readScopes: string[] | null;
  collections: string[] | null;
  tenant: string | null;
  revoked: boolean;
  expiresAt: Date | null;
  /** The digest that was asked about. */
  asked: string;
}

/** What is known of keys by their digests, those of the time before a rotation too. */
export function readStandings(db: Queryable, hashes: readonly string[]): Promise<Standing[]> {
  return db.query<Standing>(
    `select id, name, prefix, scopes, read_scopes as "readScopes", collections, tenant,
       revoked_at is not null as revoked, asked,
       case when asked = hash then expires_at else least(expires_at, coalesce(previous_until, '-infinity')) end
         as "expiresAt"
     from unnest($1::text[]) asked join api_keys on asked in (hash, previous_hash)`,
    [hashes],
  );
}

/** To the minute: a key that is used a thousand times a second is written once a minute. */
export async function markUsed(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query(
    `update api_keys set last_used_at = now()
     where id = any($1) and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
    [ids],
  );
}
