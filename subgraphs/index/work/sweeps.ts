import type { Queryable } from '../../../lib/database/database.ts';
import { milvusNames } from '../../../lib/milvus/image-view.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import type { View } from '../views/view.ts';

const MAX_SWEEPS = 1_000;
const NO_REVISION_LEFT = 2 ** 31 - 1;

interface DueSweep {
  documentId: string;
  deleted: boolean | null;
  revision: number | null;
}

/**
 * Removes what a worker that lost its leases may have written late: see `view_sweeps`. Of a document that is there, the newest
 * revision that the view has whole is the one that stays.
 */
export async function sweepDue(session: Queryable, store: VectorStore, view: View): Promise<void> {
  const due = await session.query<DueSweep>(
    `select s.document_id as "documentId", d.deleted, d.revision
     from view_sweeps s left join documents d on d.collection_id = $2 and d.document_id = s.document_id
     where s.view_id = $1 and s.due_at <= now() limit $3`,
    [view.id, view.collectionId, MAX_SWEEPS],
  );
  if (due.length === 0) return;
  const alive = due.filter(({ deleted }) => deleted === false).map(({ documentId }) => documentId);
  const newest =
    alive.length > 0 ? await store.revisionsOf(view.milvusName, alive) : new Map<string, number>();
  const kept = [...newest].map(([document, revision]) => ({ document, revision }));
  const gone = due
    .filter(({ deleted }) => deleted !== false)
    .map(({ documentId, revision }) => ({ document: documentId, upTo: revision ?? NO_REVISION_LEFT }));
  for (const name of milvusNames(view)) {
    if (kept.length > 0) await store.sweep(name, kept);
    if (gone.length > 0) await store.remove(name, gone);
  }
  await session.query(
    'delete from view_sweeps where view_id = $1 and document_id = any($2) and due_at <= now()',
    [view.id, due.map((one) => one.documentId)],
  );
}
