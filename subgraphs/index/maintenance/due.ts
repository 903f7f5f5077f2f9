import type { Database } from '../../../lib/database/database.ts';
import { startVerification } from './verify.ts';

/** Behind everything that a request brings. */
export const LOWEST_PRIORITY = -100;
/** Between two steps of a comparison that nobody waits for. */
export const VERIFY_PAUSE_MS = 250;

/** Starts the comparison of views that were not compared with the log for so many hours. */
export async function startDueVerifications(db: Database, hours: number): Promise<void> {
  if (hours === 0) return;
  const due = await db.query<{ id: string; viewId: string; documentCount: number }>(
    `select id, serving_view as "viewId", document_count as "documentCount" from collections c
     where coalesce(verified_at, created_at) < now() - make_interval(hours => $1) and serving_view is not null
       and not exists (select from jobs j where j.collection_id = c.id and j.kind = 'VERIFY' and j.finished_at is null)`,
    [hours],
  );
  for (const collection of due) {
    await db.transaction(async (tx) => {
      await tx.query('select from collections where id = $1 for update', [collection.id]);
      const plan = { repair: true, pauseMs: VERIFY_PAUSE_MS };
      await startVerification(tx, collection, plan, LOWEST_PRIORITY);
    });
  }
}

/**
 * Starts the comparison of a view that a worker has lost in the midst of a write: the write may have come after those of the
 * worker that took it over.
 */
export async function verifyAfterLoss(db: Database, viewId: string): Promise<void> {
  const [collection] = await db.query<{ id: string; viewId: string; documentCount: number }>(
    `select id, serving_view as "viewId", document_count as "documentCount" from collections where serving_view = $1`,
    [viewId],
  );
  if (!collection) return;
  await db.transaction(async (tx) => {
    await tx.query('select from collections where id = $1 for update', [collection.id]);
    await startVerification(tx, collection, { repair: true, pauseMs: VERIFY_PAUSE_MS }, LOWEST_PRIORITY);
  });
}
