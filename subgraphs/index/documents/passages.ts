import type DataLoader from 'dataloader';
import { passageKey } from '../../../lib/milvus/passage.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import type { CollectionRow } from '../collections/collection.ts';
import type { DocumentRow } from './document.ts';

/** A passage of a document, as searches find it. */
export interface IndexedPassage {
  start: number;
  end: number;
  headings: string[];
  vector: Float32Array;
}

/** The passages of documents as they are indexed; null for one that is not, at its newest revision. */
export async function indexedPassages(
  store: VectorStore,
  documents: readonly DocumentRow[],
  collections: DataLoader<string, CollectionRow | null>,
): Promise<(IndexedPassage[] | null)[]> {
  const byCollection = Map.groupBy(documents, ({ collectionId }) => collectionId);
  const found = new Map<DocumentRow, IndexedPassage[] | null>();
  await Promise.all(
    [...byCollection].map(async ([id, its]) => {
      const collection = await collections.load(id);
      if (!collection) return;
      const passages = await readPassages(store, collection.milvusName, its);
      for (const document of its) found.set(document, passages.get(document.key) ?? null);
    }),
  );
  return documents.map((document) => found.get(document) ?? null);
}

async function readPassages(
  store: VectorStore,
  view: string,
  documents: readonly DocumentRow[],
): Promise<Map<string, IndexedPassage[]>> {
  const wanted = documents.map(({ key, revision }) => ({ document: key, revision }));
  const rows = await store.passagesOf(view, wanted);
  const vectors = await store.vectorsOf(
    view,
    rows.map(({ document, revision, ordinal }) => passageKey(document, revision, ordinal)),
  );
  const whole = [...Map.groupBy(rows, ({ document }) => document)].filter(
    ([, its]) => its.length === its[0]?.passages,
  );
  return new Map(
    whole.map(([document, its]) => [
      document,
      its.flatMap(({ key, start, end, headings }) => {
        const vector = vectors.get(key);
        return vector ? [{ start, end, headings, vector }] : [];
      }),
    ]),
  );
}
