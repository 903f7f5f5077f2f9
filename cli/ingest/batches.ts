import { stringifyJson64 } from '../../lib/json64.ts';
import {
  isDeletion,
  isDocument,
  type Read,
  type SourceDeletion,
  type SourceDocument,
} from '../documents/document.ts';
import type { Mistake } from './mistakes.ts';

/** A request stays well below the server's limit of 16 MB: documents of at most so many characters in all. */
const mostCharacters = 1_000_000;
/** Embeddings that go before a batch are of at most so many characters in all, unless one document has more. */
const mostEmbedded = 4_000_000;

/** What is sent at once, or passed over. */
export interface Batch {
  /** Documents to add, or to delete: one of them is empty. */
  additions: SourceDocument[];
  deletions: SourceDeletion[];
  tenant: string | undefined;
  /** What was read between them, and is no document. */
  mistakes: Mistake[];
  /** The last that was read: reading goes on after it. */
  last: Read;
  /** How many records were read. */
  read: number;
}

/** Gathers what is read into batches of at most `size`, as it comes. No batch has one document twice. */
export async function* batchesOf(reads: AsyncIterable<Read>, size: number): AsyncGenerator<Batch> {
  let batch: Batch | undefined;
  let ids = new Set<string>();
  let characters = 0;
  let embedded = 0;
  for await (const read of reads) {
    const weight = charactersIn(read);
    if (batch && !fits(batch, read)) {
      yield batch;
      batch = undefined;
    }
    if (!batch) {
      batch = { additions: [], deletions: [], tenant: undefined, mistakes: [], last: read, read: 0 };
      ids = new Set();
      characters = 0;
      embedded = 0;
    }
    batch.last = read;
    batch.read++;
    if (isDocument(read)) batch.additions.push(read);
    else if (isDeletion(read)) batch.deletions.push(read);
    else {
      batch.mistakes.push(read);
      continue;
    }
    batch.tenant = read.tenant;
    ids.add(idOf(read));
    characters += weight;
    embedded += embeddedIn(read);
  }
  if (batch) yield batch;

  function fits({ additions, deletions, tenant, mistakes }: Batch, read: Read): boolean {
    const documents = additions.length + deletions.length;
    if (documents + mistakes.length >= size) return false;
    if (!(isDocument(read) || isDeletion(read)) || documents === 0) return true;
    if (isDocument(read) ? deletions.length > 0 : additions.length > 0) return false;
    return (
      tenant === read.tenant &&
      !ids.has(idOf(read)) &&
      characters + charactersIn(read) <= mostCharacters &&
      embedded + embeddedIn(read) <= mostEmbedded
    );
  }
}

export function idOf(read: SourceDocument | SourceDeletion): string {
  return isDocument(read) ? read.input.documentId : read.deletedId;
}

function charactersIn(read: Read): number {
  if (!isDocument(read)) return 0;
  const { content, metadata, vector, passages, images } = read.input;
  const given = passages?.reduce((sum, each) => sum + String(each.vector).length, 0) ?? 0;
  const own = typeof vector === 'string' ? vector.length : 0;
  const pictures = images?.reduce((sum, { data, url }) => sum + (data ?? url ?? '').length, 0) ?? 0;
  return pictures + (content?.length ?? 0) + stringifyJson64(metadata ?? null).length + given + own;
}

function embeddedIn(read: Read): number {
  if (!isDocument(read)) return 0;
  return read.brought?.embeddings.reduce((sum, { vector }) => sum + vector.length, 0) ?? 0;
}
