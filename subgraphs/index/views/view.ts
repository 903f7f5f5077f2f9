import type { Queryable } from '../../../lib/database/database.ts';
import type { ViewSpec } from '../../../lib/view-spec.ts';
import type { BatchingSettings } from '../collections/batching.ts';

/** A view as its worker needs it. */
export interface View {
  id: string;
  collectionId: string;
  collectionName: string;
  milvusName: string;
  state: 'BUILDING' | 'SERVING' | 'RETIRED';
  spec: ViewSpec;
  /** The collection's own batching. */
  batching: Partial<BatchingSettings>;
  /** Whether its Milvus collection was made once. */
  prepared: boolean;
  /** Whether its last worker ended in order. */
  clean: boolean;
  /** Of a view that is being built: whether every document has its work row. */
  filled: boolean;
}

const selectView = `
  select v.id, v.collection_id as "collectionId", c.name as "collectionName", v.milvus_name as "milvusName", v.state, v.spec,
         c.batching, v.prepared_at is not null as prepared, v.clean, v.filled_at is not null as filled
  from views v join collections c on c.id = v.collection_id`;

/** The view with this id; undefined where it was deleted. */
export async function viewById(db: Queryable, id: string): Promise<View | undefined> {
  const [row] = await db.query<View>(`${selectView} where v.id = $1`, [id]);
  return row;
}

/** Views that a worker could do something for now, those with the most urgent work first. */
export async function viewsWithWork(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select id from (
       select v.id, (
         select max(w.priority) from view_work w
         where w.view_id = v.id and not w.held and (w.not_before is null or w.not_before <= now())) as priority
       from views v
       where v.prepared_at is null
          or exists (select from view_work w
                     where w.view_id = v.id and not w.held and (w.not_before is null or w.not_before <= now()))
          or exists (select from view_sweeps s where s.view_id = v.id and s.due_at <= now())
          or exists (select from jobs j where j.view_id = v.id and j.finished_at is null and j.status <> 'PAUSED')
       union all select view_id, null from dropped_views) as work
     order by priority desc nulls last`,
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

/** Notes that the view's worker is at work, or that it ended in order. */
export async function markClean(db: Queryable, view: View, clean: boolean): Promise<void> {
  await db.query('update views set clean = $2 where id = $1 and clean <> $2', [view.id, clean]);
}

/** Makes the rows of one view; its Milvus collection is made by its worker. */
export async function insertView(
  tx: Queryable,
  view: { id: string; collectionId: string; state: 'SERVING' | 'BUILDING'; spec: ViewSpec },
): Promise<void> {
  await tx.query(
    'insert into views (id, collection_id, milvus_name, state, spec) values ($1, $2, $3, $4, $5)',
    [view.id, view.collectionId, `kg_${view.id}`, view.state, JSON.stringify(view.spec)],
  );
  await tx.query(`select pg_notify('kitegraph_work', $1)`, [view.id]);
}

/** Deletes a view; its Milvus collection is dropped by a worker, now or as soon as Milvus is there. */
export async function discardView(tx: Queryable, viewId: string): Promise<void> {
  await tx.query(
    `with gone as (delete from views where id = $1 returning id, milvus_name),
     listed as (insert into dropped_views (view_id, milvus_name) select id, milvus_name from gone)
     select pg_notify('kitegraph_work', id) from gone`,
    [viewId],
  );
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
