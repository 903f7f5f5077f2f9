import type { Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';

/** A document that a request changes only at a revision. */
export interface Guarded {
  /** Its key in the collection. */
  key: string;
  documentId: string;
  /** 0: only if there is none. */
  ifRevision?: number | null | undefined;
}

/** The revision of each of these documents that is there. */
export async function currentRevisions(
  tx: Queryable,
  collectionId: string,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.query<{ key: string; revision: number }>(
    'select document_id as key, revision from documents where collection_id = $1 and document_id = any($2) and not deleted',
    [collectionId, keys],
  );
  return new Map(rows.map((row) => [row.key, row.revision]));
}

/** @throws REVISION_CONFLICT with the place of the first document that is at another revision than it must be */
export function checkRevisions(
  documents: readonly Guarded[],
  current: ReadonlyMap<string, number>,
  path: string,
): void {
  for (const [index, document] of documents.entries()) checkRevision(document, current, `${path}[${index}]`);
}

/** @throws REVISION_CONFLICT */
export function checkRevision(
  { key, documentId, ifRevision }: Guarded,
  current: ReadonlyMap<string, number>,
  path: string,
): void {
  if (ifRevision === null || ifRevision === undefined) return;
  const found = current.get(key) ?? 0;
  if (found !== ifRevision) {
    throw userError.revisionConflict(`${path}.ifRevision`, documentId, found, ifRevision);
  }
}
