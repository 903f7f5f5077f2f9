import type { Database } from '../../../lib/database/database.ts';
import { raiseAppliedPosition } from '../work/queue.ts';
import type { View } from './view.ts';

/** Documents that get their work rows in one transaction. */
const AT_ONCE = 5_000;

/**
 * Gives the next documents of a view that is being built their work rows, in the order of their ids. What is written meanwhile
 * gets its rows by itself; where both come together, the newest revision stays.
 * @param priority of the rebuild
 * @returns whether every document has its row now, or the view is gone
 */
export function fillNext(db: Database, view: View, priority: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.query('select from collections where id = $1 for update', [view.collectionId]);
    if ((await tx.query('select from views where id = $1', [view.id])).length === 0) return true;
    const [row] = await tx.query<{ count: number }>(
      `with next as (
         select document_id, revision, position from documents
         where collection_id = $2 and not deleted
           and document_id > coalesce((select filled_to from views where id = $1), '')
         order by document_id limit $4),
       added as (
         insert into view_work (view_id, document_id, revision, priority, first_position, shown)
         select $1, document_id, revision, $3, position, false from next order by document_id
         on conflict (view_id, document_id) do nothing returning 1),
       stepped as (
         update views set filled_to = coalesce((select max(document_id) from next), filled_to),
           filled_count = filled_count + (select count(*) from next),
           pending_count = pending_count + (select count(*) from added)
         where id = $1)
       select count(*) as count from next`,
      [view.id, view.collectionId, priority, AT_ONCE],
    );
    if ((row?.count ?? 0) === AT_ONCE) return false;
    await tx.query('update views set filled_at = now() where id = $1', [view.id]);
    await raiseAppliedPosition(tx, view.collectionId);
    return true;
  });
}
