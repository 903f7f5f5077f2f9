import pg from 'pg';
import { MODEL_MISMATCH, type TextEmbedder } from '../../../lib/embedding/text-embedder.ts';
import { PartRejected, PartUnavailable } from '../../../lib/errors.ts';
import { NOT_FOUND, NOT_IMPLEMENTED, NOT_LOADED, UNAUTHENTICATED } from '../../../lib/milvus/normalise.ts';

/** Refusals of Milvus that have nothing to do with what was to be written. */
const OF_THE_STORE = new Set([NOT_FOUND, NOT_IMPLEMENTED, NOT_LOADED, UNAUTHENTICATED]);
const HARMLESS = 'A harmless text.';

/**
 * Whether an error is the fault of one of the documents in hand. A part that is away blames none; a part that refuses
 * whatever it is asked (a wrong key, a model that is gone) blames none either, and is found out by a harmless request.
 */
export async function blamesDocuments(error: unknown, embedding: TextEmbedder): Promise<boolean> {
  if (error instanceof PartUnavailable || error instanceof pg.DatabaseError) return false;
  if (!(error instanceof PartRejected)) return true;
  if (error.code === MODEL_MISMATCH) return false;
  if (error.part === 'Milvus') return !OF_THE_STORE.has(error.code);
  return embedding.embed([HARMLESS], 'passage').then(
    () => true,
    () => false,
  );
}
