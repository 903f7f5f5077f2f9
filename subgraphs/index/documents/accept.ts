import type { Database, Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import type { IndexJobKind } from '../../../schema/generated/index.ts';
import { insertJob } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import { enqueue, raiseAppliedPosition } from '../work/queue.ts';
import type { Accepted, LogPlace } from './accepted.ts';
import { earlierRequest, type RequestKey, rememberRequest } from './request.ts';

/** What a request is, apart from its documents. */
export interface ChangeRequest {
  collectionId: string;
  kind: IndexJobKind;
  priority: number;
  tenant?: string | undefined;
  key?: RequestKey | undefined;
}

/** What a change did to the log. */
export interface Change {
  /** By how much the number of documents moved. */
  moved: number;
  /** How many documents were left as they are. */
  skipped?: number;
}

/** Seconds after which a request that found too much waiting may be worth another try. */
const RETRY_SECONDS = 5;

/**
 * Accepts one request: the documents that `change` writes at the given position, the job and the work of each view, in
 * one transaction. What it returns survives the loss of every process.
 * @param pendingLimit documents that may wait
 * @param change writes documents at the place
 * @returns undefined where the collection is gone
 * @throws BACKPRESSURE, IDEMPOTENCY_KEY_REUSED; nothing has changed then
 */
export function accept(
  db: Database,
  request: ChangeRequest,
  pendingLimit: number,
  change: (tx: Queryable, place: LogPlace) => Promise<Change>,
): Promise<Accepted | undefined> {
  const { collectionId, kind, priority, tenant, key } = request;
  return db.transaction(async (tx) => {
    // The lock of the collection's row makes positions commit in order, and this request the only one that changes it.
    const [held] = await tx.query<{ position: number }>(
      'select position from collections where id = $1 for update',
      [collectionId],
    );
    if (!held) return undefined;
    const earlier = key && (await earlierRequest(tx, collectionId, key));
    if (earlier) return earlier;
    await refuseUnderPressure(tx, pendingLimit);
    const place = { collectionId, position: held.position + 1 };
    const { moved, skipped = 0 } = await change(tx, place);
    const job = await insertJob(tx, { id: newId('job'), kind, priority, tenant, ...place });
    const views = await enqueue(tx, place, { priority, jobId: job.id });
    await tx.query(
      `update collections set position = $2, document_count = document_count + $3,
         expires = expires or exists (
           select from documents where collection_id = $1 and position = $2 and expires_at is not null)
       where id = $1`,
      [collectionId, place.position, moved],
    );
    if (job.total === 0) await raiseAppliedPosition(tx, collectionId);
    if (key) await rememberRequest(tx, key, { ...place, jobId: job.id, skipped });
    await publishJobs(tx, [job]);
    await tx.query(
      `select pg_notify('kitegraph_work', view) from unnest($2::text[]) as view
       union all select pg_notify('kitegraph_catalog', $1) where $3`,
      [collectionId, views, job.total === 0],
    );
    return { job, position: place.position, skipped, repeated: false };
  });
}

/** @throws BACKPRESSURE where as much waits as may */
async function refuseUnderPressure(tx: Queryable, limit: number): Promise<void> {
  const [row] = await tx.query<{ pending: number }>(
    `select coalesce(sum(pending_count), 0)::bigint as pending from views where state = 'SERVING'`,
  );
  const pending = row?.pending ?? 0;
  if (pending >= limit) throw userError.backpressure(pending, limit, RETRY_SECONDS);
}
