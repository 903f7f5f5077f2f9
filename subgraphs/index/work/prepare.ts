import type { Database } from '../../../lib/database/database.ts';
import type { ImageEmbedder } from '../../../lib/embedding/image-embedder.ts';
import type { TextEmbedder } from '../../../lib/embedding/text-embedder.ts';
import type { PassageRow } from '../../../lib/milvus/passage.ts';
import type { View } from '../views/view.ts';
import type { ClaimedDocument } from './claim.ts';
import { embedTexts } from './embed.ts';
import { imageRowsOf } from './images.ts';
import { type PreparedPassage, passagesOf } from './passages.ts';
import { rowsOf } from './rows.ts';
import type { Turnstile } from './turnstile.ts';

/** A document with the passages to write; none where it was deleted. */
export interface PreparedDocument {
  document: ClaimedDocument;
  rows: PassageRow[];
  /** Of its images, for the Milvus collection beside the view's. */
  imageRows: PassageRow[];
  /** Keys of its passages' embeddings, one after another; null where its vectors were given, or it was deleted. */
  embeddingKeys: Buffer | null;
}

/** What preparing works with. */
export interface Preparing {
  db: Database;
  /** The view's model. */
  embedding: TextEmbedder;
  images: ImageEmbedder;
  turnstile: Turnstile;
  signal: AbortSignal;
  /** Told how many bytes were embedded, in how many seconds. */
  onEmbedded(bytes: number, seconds: number): void;
}

/**
 * Splits documents into passages, embeds these (title and headings first, so that a passage carries what it is about) where
 * that was not done before, and analyses their terms.
 * @throws PartUnavailable where the embedding service is away; PartRejected where it refuses one of the texts, or has
 *   the view's model no more
 */
export async function prepareDocuments(
  documents: readonly ClaimedDocument[],
  view: View,
  o: Preparing,
): Promise<PreparedDocument[]> {
  const { spec } = view;
  const alive = documents.filter((document) => !document.deleted);
  const passages = await Promise.all(alive.map((document) => passagesOf(document, spec, o.embedding)));
  const texts = passages.flat().flatMap((passage) => passage.embeddable ?? []);
  const urgency = Math.max(...alive.map((document) => document.priority));
  const embedded = await embedTexts(texts, { ...o, model: spec.model, urgency });
  const imageRows = new Map<ClaimedDocument, PassageRow[]>();
  for (const document of alive) imageRows.set(document, await imageRowsOf(document, view, o));
  const byDocument = new Map(alive.map((document, index) => [document, passages[index] ?? []]));
  return documents.map((document) => {
    const its = byDocument.get(document) ?? [];
    return {
      document,
      rows: rowsOf(
        document,
        its,
        its.map((passage) => vectorOf(passage, embedded)),
        spec,
      ),
      imageRows: imageRows.get(document) ?? [],
      embeddingKeys: keysOf(its, embedded),
    };
  });
}

type Embedded = Awaited<ReturnType<typeof embedTexts>>;

function vectorOf({ vector, embeddable }: PreparedPassage, embedded: Embedded): Float32Array {
  return vector ?? (embedded.get(embeddable as string)?.vector as Float32Array);
}

function keysOf(passages: readonly PreparedPassage[], embedded: Embedded): Buffer | null {
  const keys = passages.flatMap(({ embeddable }) => embedded.get(embeddable ?? '')?.key ?? []);
  return keys.length > 0 ? Buffer.concat(keys) : null;
}
