/** What a view should show of a document. */
export interface Expected {
  documentId: string;
  deleted: boolean;
  /** Null: it could not be indexed yet, so none. */
  revision: number | null;
  /** It waits to be indexed: whatever the view shows of it is about to change. */
  waits: boolean;
}

/** A passage that a view holds. */
export interface Found {
  document: string;
  revision: number;
  ordinal: number;
  /** How many its revision has. */
  passages: number;
}

/** A document in which the view differs from the log, and how to mend it. */
export interface Drift {
  documentId: string;
  /** Passages up to this revision must go. */
  removeUpTo?: number;
  /** It must be written again. */
  rewrite: boolean;
}

/** Finds the documents of which a view does not hold just the passages of the revision that it should show. */
export function compare(expected: readonly Expected[], found: readonly Found[]): Drift[] {
  const byDocument = Map.groupBy(found, ({ document }) => document);
  const drift: Drift[] = [];
  for (const { documentId, deleted, revision, waits } of expected) {
    const passages = byDocument.get(documentId) ?? [];
    byDocument.delete(documentId);
    if (waits) continue;
    const wanted = deleted ? null : revision;
    const highest = Math.max(0, ...passages.map((passage) => passage.revision));
    const strays = passages.some((passage) => passage.revision !== wanted);
    const whole = wanted === null || isWhole(passages.filter((passage) => passage.revision === wanted));
    if (!strays && whole) continue;
    // A newer revision than the log's would be what searches show: everything goes then, and the right one comes again.
    const newer = wanted !== null && highest > wanted;
    const rewrite = wanted !== null && (!whole || newer);
    const removeUpTo = newer || wanted === null ? highest : wanted - 1;
    drift.push({ documentId, rewrite, ...(strays && { removeUpTo }) });
  }
  // What the log knows nothing of.
  for (const [documentId, passages] of byDocument) {
    drift.push({
      documentId,
      removeUpTo: Math.max(...passages.map(({ revision }) => revision)),
      rewrite: false,
    });
  }
  return drift;
}

function isWhole(passages: readonly Found[]): boolean {
  const [first] = passages;
  if (!first) return false;
  const ordinals = new Set(passages.map(({ ordinal }) => ordinal));
  return ordinals.size === first.passages && Math.max(...ordinals) === first.passages - 1;
}
