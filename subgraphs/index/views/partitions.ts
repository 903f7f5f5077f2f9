import type { WorkParts } from '../work/parts.ts';
import type { View } from './view.ts';

type Parts = Pick<WorkParts, 'db' | 'store'>;

/**
 * Makes the named partitions that are missing, and drops those that have been dropped and have no documents left.
 * @returns those that are there
 */
export async function preparePartitions({ db, store }: Parts, view: View): Promise<Set<string>> {
  if (!(await store.hasView(view.milvusName))) return new Set();
  const wanted = await db.query<{ name: string; dropped: boolean; empty: boolean }>(
    `select p.name, p.dropped_at is not null as dropped,
       not exists (
         select from documents d join view_work w on w.view_id = $2 and w.document_id = d.document_id
         where d.collection_id = $1 and d.partition = p.name) as empty
     from partitions p where p.collection_id = $1`,
    [view.collectionId, view.id],
  );
  const there = new Set(await store.partitions.names(view.milvusName));
  for (const { name, dropped, empty } of wanted) {
    if (dropped && empty && there.delete(name)) await store.partitions.drop(view.milvusName, name);
    else if (!dropped && !there.has(name)) {
      await store.partitions.create(view.milvusName, name);
      there.add(name);
    }
  }
  return there;
}

/**
 * Sees to it while a view is worked on that documents find the partitions that they name: some are made in the midst of it.
 * @returns to be called with the partitions of documents before they are written
 */
export function partitionsDuring(
  parts: Parts,
  view: View,
): (names: Iterable<string | null>) => Promise<void> {
  let there: Set<string> | undefined;
  return async (names) => {
    if (view.spec.partitions !== 'NAME') return;
    const missing = (name: string | null) => name !== null && !there?.has(name);
    if (Iterator.from(names).some(missing)) there = await preparePartitions(parts, view);
  };
}
