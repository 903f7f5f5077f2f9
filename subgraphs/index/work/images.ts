import { withReadScopes } from '../../../lib/access.ts';
import type { Database } from '../../../lib/database/database.ts';
import type { ImageEmbedder, ImageModelSpec } from '../../../lib/embedding/image-embedder.ts';
import { type PassageRow, passageKey } from '../../../lib/milvus/passage.ts';
import { bytesOfVectors, vectorsOfBytes } from '../../../lib/vector.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import { imageBytes } from '../documents/images.ts';
import type { View } from '../views/view.ts';
import type { ClaimedDocument } from './claim.ts';
import { KEY_BYTES, keepEmbeddings, keptEmbeddings } from './embed.ts';

/** One image may wait behind others. */
const TIMEOUT_MS = 120_000;

/**
 * The rows of a document's images, one a picture. What was embedded before by this model is looked up; the rest is embedded one
 * after another, and kept.
 * @throws PartUnavailable where the embedding service is away; PartRejected where it cannot read one of them, or has the
 *   model no more
 */
export async function imageRowsOf(
  document: ClaimedDocument,
  { spec, collectionId }: View,
  o: { db: Database; images: ImageEmbedder; signal: AbortSignal },
): Promise<PassageRow[]> {
  const hashes = document.imageHashes ?? [];
  if (!spec.images || document.deleted || hashes.length === 0) return [];
  const vectors = await vectorsOf(hashes, spec.images, collectionId, o);
  const { documentId, revision, metadata, partition, expiresAt, readScopes } = document;
  return hashes.flatMap((hash, ordinal) => {
    const vector = vectors.get(hash.toString('hex'));
    if (!vector) return [];
    return {
      key: passageKey(documentId, revision, ordinal),
      document: documentId,
      revision,
      ordinal,
      passages: hashes.length,
      title: '',
      text: '',
      start: 0,
      end: 0,
      headings: [],
      partition: partition ?? '',
      expires: expiresAt?.getTime() ?? 0,
      metadata: withReadScopes(metadata, readScopes),
      terms: '',
      vector,
    };
  });
}

async function vectorsOf(
  hashes: readonly Buffer[],
  model: ImageModelSpec,
  collectionId: string,
  { db, images, signal }: { db: Database; images: ImageEmbedder; signal: AbortSignal },
): Promise<Map<string, Float32Array>> {
  const keyOf = (hash: Buffer) => hash.subarray(0, KEY_BYTES);
  const kept = await keptEmbeddings(db, modelKey(model), hashes.map(keyOf));
  const vectors = new Map<string, Float32Array>();
  for (const hash of hashes) {
    const bytes = kept.get(keyOf(hash).toString('hex'));
    const [vector] = bytes ? vectorsOfBytes(bytes, model.dimensions) : [];
    if (vector) vectors.set(hash.toString('hex'), vector);
  }
  const missing = hashes.filter((hash) => !vectors.has(hash.toString('hex')));
  // A document that has changed since has other images, and comes again with them.
  for (const [hash, image] of await imageBytes(db, collectionId, missing)) {
    signal.throwIfAborted();
    const [vector] = await images.embed(model, [{ image }], { timeoutMs: TIMEOUT_MS });
    if (!vector) continue;
    vectors.set(hash, vector);
    await keepEmbeddings(db, modelKey(model), [
      { key: keyOf(Buffer.from(hash, 'hex')), bytes: bytesOfVectors([vector]) },
    ]);
  }
  return vectors;
}
