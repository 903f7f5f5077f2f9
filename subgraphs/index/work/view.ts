import type { Database, Queryable } from '../../../lib/database/database.ts';
import { raiseAppliedPosition } from './queue.ts';

/** A view as its worker needs it. */
export interface View {
  id: string;
  collectionId: string;
  collectionName: string;
  milvusName: string;
  modelName: string;
  modelVersion: string;
  dimensions: number;
  analyzerVersion: string;
  /** Whether its Milvus collection was made once. */
  prepared: boolean;
}

/** The view with this id; undefined where it was deleted. */
export async function viewById(db: Queryable, id: string): Promise<View | undefined> {
  const [row] = await db.query<View>(
    `select v.id, v.collection_id as "collectionId", c.name as "collectionName", v.milvus_name as "milvusName",
            v.model_name as "modelName", v.model_version as "modelVersion", v.dimensions,
            v.analyzer_version as "analyzerVersion", v.prepared_at is not null as prepared
     from views v join collections c on c.id = v.collection_id where v.id = $1`,
    [id],
  );
  return row;
}

/** Views that a worker could do something for now: work that may be claimed, a sweep, a collection to make or drop. */
export async function viewsWithWork(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select v.id from views v
     where v.prepared_at is null
        or exists (select from view_work w where w.view_id = v.id and (w.not_before is null or w.not_before <= now()))
        or exists (select from view_sweeps s where s.view_id = v.id and s.due_at <= now())
     union all select view_id from dropped_views`,
  );
  return rows.map((row) => row.id);
}

export async function allViews(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ id: string }>('select id from views');
  return rows.map((row) => row.id);
}

/** Notes that the view's Milvus collection exists. */
export async function markPrepared(db: Queryable, view: View): Promise<void> {
  await db.query(
    `with prepared as (update views set prepared_at = now() where id = $1 returning collection_id)
     select pg_notify('kitegraph_catalog', collection_id) from prepared`,
    [view.id],
  );
}

/**
 * Gives a view that lost its Milvus collection a work row for every document: the log is the truth. It takes a position
 * of its own, which is applied at the end: what was answered meanwhile, of some of the documents, is not the answer then.
 */
export async function enqueueAll(db: Database, view: View): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('update collections set position = position + 1 where id = $1', [view.collectionId]);
    await tx.query(
      `insert into view_work (view_id, document_id, revision, priority, first_position)
       select $1, document_id, revision, 0, position from documents where collection_id = $2 and not deleted
       order by document_id on conflict (view_id, document_id) do nothing`,
      [view.id, view.collectionId],
    );
    await raiseAppliedPosition(tx, view.collectionId);
  });
}

/** The name of the Milvus collection of a deleted view that is still to be dropped. */
export async function droppedView(db: Queryable, id: string): Promise<string | undefined> {
  const [row] = await db.query<{ name: string }>(
    'select milvus_name as name from dropped_views where view_id = $1',
    [id],
  );
  return row?.name;
}

export async function forgetDroppedView(db: Queryable, id: string): Promise<void> {
  await db.query('delete from dropped_views where view_id = $1', [id]);
}
