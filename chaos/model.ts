/** A change that the server has acknowledged. */
export interface Change {
  /** The collection's position after it: changes count in this order. */
  position: number;
  jobId: string;
  /** Its place among the changes of one request does not matter: a request names each document once. */
  documents: { documentId: string; kind: 'ADD' | 'UPDATE' | 'DELETE'; word: string; note: string }[];
}

/** A document as it must be in the end. */
export interface ExpectedDocument {
  /** The word that its content has and no other content ever had. */
  word: string;
  /** A metadata value. */
  note: string;
  revision: number;
}

/** What the documents must be once all of these changes have been made in the order of their positions. */
export function expectedDocuments(changes: readonly Change[]): Map<string, ExpectedDocument> {
  const documents = new Map<string, ExpectedDocument>();
  const revisions = new Map<string, number>();
  for (const change of [...changes].sort((a, b) => a.position - b.position)) {
    for (const { documentId, kind, word, note } of change.documents) {
      const present = documents.get(documentId);
      // A deletion of what is not there changes nothing.
      if (kind === 'DELETE' && !present) continue;
      const revision = (revisions.get(documentId) ?? 0) + 1;
      revisions.set(documentId, revision);
      if (kind === 'DELETE') documents.delete(documentId);
      else if (kind === 'ADD') documents.set(documentId, { word, note, revision });
      else documents.set(documentId, { word: present?.word ?? word, note, revision });
    }
  }
  return documents;
}
