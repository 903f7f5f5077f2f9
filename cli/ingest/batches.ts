import type { SourceDocument } from '../documents/document.ts';

/** A request stays well below the server's limit of 16 MB: documents of at most so many characters in all. */
const mostCharacters = 4_000_000;

/** Gathers documents into lists of at most `size`, as they come. No list has two revisions of one document. */
export async function* batchesOf(
  documents: AsyncIterable<SourceDocument>,
  size: number,
): AsyncGenerator<SourceDocument[]> {
  let batch: SourceDocument[] = [];
  let ids = new Set<string>();
  let characters = 0;
  for await (const document of documents) {
    const { content, documentId, vector } = document.input;
    const length = content.length + (typeof vector === 'string' ? vector.length : 0);
    const full = batch.length >= size || characters + length > mostCharacters || ids.has(documentId);
    if (full && batch.length > 0) {
      yield batch;
      batch = [];
      ids = new Set();
      characters = 0;
    }
    batch.push(document);
    ids.add(documentId);
    characters += length;
  }
  if (batch.length > 0) yield batch;
}
