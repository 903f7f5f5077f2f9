import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import type { View } from '../views/view.ts';
import type { PreparedDocument } from './prepare.ts';

/** Rows in one call to Milvus. */
const MAX_ROWS = 500;

/**
 * Brings documents into a view: writes their passages, sweeps those of older revisions, removes deleted documents. Each
 * step can be repeated with the same outcome.
 * @param confirm renews the leases before each call and says which documents are still this worker's
 * @returns the documents that the view shows now, and how many passages were removed
 */
export async function writeDocuments(
  store: VectorStore,
  view: View,
  prepared: readonly PreparedDocument[],
  confirm: (documentIds: string[]) => Promise<Set<string>>,
): Promise<{ documents: PreparedDocument[]; removed: number }> {
  let held = await confirmed(prepared, confirm);
  const rows = held.flatMap((entry) => entry.rows);
  for (let from = 0; from < rows.length; from += MAX_ROWS) {
    if (from > 0) held = await confirmed(held, confirm);
    await store.write(view.milvusName, rows.slice(from, from + MAX_ROWS), {
      byPartition: view.spec.partitions === 'NAME',
    });
  }
  // The first revision has nothing older.
  const changed = held.filter(({ document }) => document.revision > 1);
  const kept = changed.filter(({ document }) => !document.deleted);
  let removed = 0;
  if (kept.length > 0) {
    removed += await store.sweep(
      view.milvusName,
      kept.map(({ document }) => ({ document: document.documentId, revision: document.revision })),
    );
  }
  const gone = changed.filter(({ document }) => document.deleted);
  if (gone.length > 0) {
    removed += await store.remove(
      view.milvusName,
      gone.map(({ document }) => ({ document: document.documentId, upTo: document.revision })),
    );
  }
  return { documents: held, removed };
}

async function confirmed(
  prepared: readonly PreparedDocument[],
  confirm: (documentIds: string[]) => Promise<Set<string>>,
): Promise<PreparedDocument[]> {
  const own = await confirm(prepared.map((entry) => entry.document.documentId));
  return prepared.filter((entry) => own.has(entry.document.documentId));
}
