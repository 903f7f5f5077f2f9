import { imageView } from '../../../lib/milvus/image-view.ts';
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
  // Images first: a revision is there for searches once its passages are.
  const parts = [
    ...(view.spec.images
      ? [
          {
            name: imageView(view.milvusName),
            rowsOf: (one: PreparedDocument) => one.imageRows,
            byPartition: false,
          },
        ]
      : []),
    {
      name: view.milvusName,
      rowsOf: (one: PreparedDocument) => one.rows,
      byPartition: view.spec.partitions === 'NAME',
    },
  ];
  let first = true;
  for (const { name, rowsOf, byPartition } of parts) {
    const rows = held.flatMap(rowsOf);
    for (let from = 0; from < rows.length; from += MAX_ROWS) {
      if (!first) held = await confirmed(held, confirm);
      first = false;
      await store.write(name, rows.slice(from, from + MAX_ROWS), { byPartition });
    }
  }
  // The first revision has nothing older.
  const changed = held.filter(({ document }) => document.revision > 1);
  const kept = changed.filter(({ document }) => !document.deleted);
  const gone = changed.filter(({ document }) => document.deleted);
  let removed = 0;
  for (const { name } of parts) {
    let its = 0;
    if (kept.length > 0) {
      its += await store.sweep(
        name,
        kept.map(({ document }) => ({ document: document.documentId, revision: document.revision })),
      );
    }
    if (gone.length > 0) {
      its += await store.remove(
        name,
        gone.map(({ document }) => ({ document: document.documentId, upTo: document.revision })),
      );
    }
    // Those of the view itself say when it is worth compacting.
    removed = its;
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
