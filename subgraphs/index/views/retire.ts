import type { Database } from '../../../lib/database/database.ts';
import { discardView } from './view.ts';

/** A query service that has not said for so long what it goes by is taken to be gone. */
const READER_SILENT = "interval '10 minutes'";

/**
 * Discards views that were replaced, once every query service has looked at the catalog since, and for a grace period more:
 * a search that is under way may still read them.
 */
export async function discardRetired(db: Database, graceSeconds: number): Promise<void> {
  const due = await db.query<{ id: string; collectionId: string }>(
    `select v.id, v.collection_id as "collectionId" from views v
     where v.state = 'RETIRED' and v.retired_at < now() - make_interval(secs => $1)
       and not exists (
         select from catalog_readers r
         where r.read_at <= v.retired_at and r.seen_at > now() - ${READER_SILENT})`,
    [graceSeconds],
  );
  for (const { id, collectionId } of due) {
    await db.transaction(async (tx) => {
      await tx.query('select from collections where id = $1 for update', [collectionId]);
      await discardView(tx, id);
    });
  }
  await db.query(`delete from catalog_readers where seen_at < now() - ${READER_SILENT}`);
}
