import { createHash } from 'node:crypto';
import type { Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { checkString } from '../../../lib/filter/value.ts';
import { stringifyJson64 } from '../../../lib/json64.ts';
import { jobsById } from '../jobs/job.ts';
import type { Accepted, LogPlace } from './accepted.ts';

/** The name of a request by which it may be sent again, and what it asks. */
export interface RequestKey {
  key: string;
  fingerprint: string;
}

const MAX_KEY = 128;
const PATH = 'input.idempotencyKey';

/**
 * The key of a request; undefined where it has none.
 * @param kind of the mutation, which is part of what is asked
 * @throws BAD_USER_INPUT
 */
export function requestKey(
  kind: string,
  tenant: string | undefined,
  input: { idempotencyKey?: string | null | undefined; waitFor?: unknown },
): RequestKey | undefined {
  const { idempotencyKey, waitFor: _anyWait, ...asked } = input;
  if (idempotencyKey === null || idempotencyKey === undefined) return undefined;
  checkString(idempotencyKey, PATH);
  if (idempotencyKey === '' || idempotencyKey.length > MAX_KEY) {
    throw userError.badInput(PATH, `must have 1 to ${MAX_KEY} characters.`);
  }
  const fingerprint = createHash('sha256')
    .update(stringifyJson64([kind, asked]))
    .digest('base64url');
  return { key: tenant === undefined ? idempotencyKey : `${tenant}\x1f${idempotencyKey}`, fingerprint };
}

/**
 * What the request was answered the first time; undefined where this is the first.
 * @throws IDEMPOTENCY_KEY_REUSED where the first one asked something else
 */
export async function earlierRequest(
  tx: Queryable,
  collectionId: string,
  { key, fingerprint }: RequestKey,
): Promise<Accepted | undefined> {
  const [row] = await tx.query<{ fingerprint: string; position: number; jobId: string; skipped: number }>(
    `select fingerprint, position, job_id as "jobId", skipped from requests where collection_id = $1 and key = $2`,
    [collectionId, key],
  );
  if (!row) return undefined;
  if (row.fingerprint !== fingerprint) throw userError.idempotencyKeyReused(PATH);
  const [job] = await jobsById(tx, [row.jobId]);
  return job && { job, position: row.position, skipped: row.skipped, repeated: true };
}

export async function rememberRequest(
  tx: Queryable,
  { key, fingerprint }: RequestKey,
  outcome: LogPlace & { jobId: string; skipped: number },
): Promise<void> {
  await tx.query(
    `insert into requests (collection_id, key, fingerprint, position, job_id, skipped) values ($1, $2, $3, $4, $5, $6)`,
    [outcome.collectionId, key, fingerprint, outcome.position, outcome.jobId, outcome.skipped],
  );
}
