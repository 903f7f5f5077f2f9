import type { Database, Queryable } from '../../../lib/database/database.ts';
import { newId } from '../../../lib/ids.ts';
import type { IndexJobKind } from '../../../schema/generated/index.ts';
import { insertJob, type JobRow } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import { enqueue, raiseAppliedPosition } from '../work/queue.ts';

/** The place of a change in the log. */
export interface LogPlace {
  collectionId: string;
  position: number;
}

export interface Accepted {
  job: JobRow;
  position: number;
}

/**
 * Accepts one request: the documents that `change` writes at the given position, the job and the work of each view, in
 * one transaction. What it returns survives the loss of every process.
 * @param change writes documents at the place and returns by how much the number of documents moved
 * @returns undefined where the collection is gone
 */
export function accept(
  db: Database,
  request: { collectionId: string; kind: IndexJobKind; priority: number },
  change: (tx: Queryable, place: LogPlace) => Promise<number>,
): Promise<Accepted | undefined> {
  const { collectionId, kind, priority } = request;
  return db.transaction(async (tx) => {
    // The lock of the collection's row makes positions commit in order, and this request the only one that changes it.
    const [taken] = await tx.query<{ position: number }>(
      'update collections set position = position + 1 where id = $1 returning position',
      [collectionId],
    );
    if (!taken) return undefined;
    const place = { collectionId, position: taken.position };
    const moved = await change(tx, place);
    const job = await insertJob(tx, { id: newId('job'), kind, priority, ...place });
    const views = await enqueue(tx, place, priority);
    if (job.total === 0) await raiseAppliedPosition(tx, collectionId);
    await publishJobs(tx, [job]);
    await tx.query(
      `with counted as (update collections set document_count = document_count + $2 where id = $1)
       select pg_notify('kitegraph_work', view) from unnest($3::text[]) as view
       union all select pg_notify('kitegraph_catalog', $1) where $4`,
      [collectionId, moved, views, job.total === 0],
    );
    return { job, position: place.position };
  });
}
