import type DataLoader from 'dataloader';
import type { Queryable } from '../../../lib/database/database.ts';
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
  /** In hexadecimal digits; null where its vector was given. */
  embeddingKey: string | null;
}

/** The passages of documents as they are indexed; null for one that is not, at its newest revision. */
export async function indexedPassages(
  db: Queryable,
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
      const [passages, keys] = await Promise.all([
        readPassages(store, collection.milvusName, its),
        embeddingKeys(db, id, its),
      ]);
      for (const document of its) {
        const own = passages.get(document.key)?.map((passage, place) => ({
          ...passage,
          embeddingKey: keys.get(document.key)?.[place] ?? null,
        }));
        found.set(document, own ?? null);
      }
    }),
  );
  return documents.map((document) => found.get(document) ?? null);
}

async function readPassages(
  store: VectorStore,
  view: string,
  documents: readonly DocumentRow[],
): Promise<Map<string, Omit<IndexedPassage, 'embeddingKey'>[]>> {
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

/** The keys of the embeddings of documents, in the order of their passages. */
async function embeddingKeys(
  db: Queryable,
  collectionId: string,
  documents: readonly DocumentRow[],
): Promise<Map<string, string[]>> {
  const rows = await db.query<{ key: string; revision: number; keys: string }>(
    `select document_id as key, revision, encode(embedding_keys, 'hex') as keys from documents
     where collection_id = $1 and document_id = any($2) and embedding_keys is not null and indexed_revision = revision`,
    [collectionId, documents.map(({ key }) => key)],
  );
  const revisions = new Map(documents.map(({ key, revision }) => [key, revision]));
  return new Map(
    rows
      .filter(({ key, revision }) => revisions.get(key) === revision)
      .map(({ key, keys }) => [key, keys.match(/.{32}/g) ?? []]),
  );
}
