import { LRUCache } from 'lru-cache';
import type { PassageFields } from '../../../lib/milvus/passage.ts';
import type { DocumentRevision } from '../../../lib/milvus/read.ts';
import { rebuildContent } from '../../../lib/text/rebuild.ts';
import type { SearchedText } from './conditions.ts';

/** The searched texts of revisions of documents, in their order; undefined for one that is not wholly there (any more). */
export type SearchedTexts = (
  view: string,
  documents: readonly DocumentRevision[],
) => Promise<(SearchedText | undefined)[]>;

/** Bytes, roughly. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Of a character, with the words that it is analysed into. */
const BYTES = 20;
/** Shorter than the number of a revision stays taken after its document was deleted. */
const KEPT_MS = 300_000;

/**
 * Reads searched texts, each once for a while: what a revision says never changes, and to analyse it takes longer than all else of a
 * check. For who has found the documents just now.
 * @param read all passages of revisions @param keeps whether they stay in memory
 */
export function searchedTexts(
  read: (view: string, documents: readonly DocumentRevision[]) => Promise<PassageFields[]>,
  keeps: boolean,
): SearchedTexts {
  const kept = new LRUCache<string, SearchedText>({
    maxSize: KEPT_BYTES,
    ttl: KEPT_MS,
    sizeCalculation: ({ title, content }) => 500 + BYTES * (title.length + content.length),
  });
  return async (view, documents) => {
    const keyOf = ({ document, revision }: DocumentRevision) => `${view} ${document} ${revision}`;
    const found = new Map(documents.map((one) => [keyOf(one), kept.get(keyOf(one))]));
    const missing = documents.filter((one) => !found.get(keyOf(one)));
    const rows = missing.length > 0 ? Map.groupBy(await read(view, missing), keyOf) : new Map();
    for (const [key, passages] of rows) {
      const text = searchedText(passages);
      found.set(key, text);
      if (text && keeps) kept.set(key, text);
    }
    return documents.map((one) => found.get(keyOf(one)));
  };
}

/** The searched text of a revision, out of its passages; undefined where they are not all there (any more). */
export function searchedText(passages: readonly PassageFields[]): SearchedText | undefined {
  const [head] = passages;
  if (!head || passages.length < head.passages) return undefined;
  return { title: head.title, metadata: head.metadata, content: rebuildContent(passages) };
}
