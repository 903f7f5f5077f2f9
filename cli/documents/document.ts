import type { DocumentInput } from '../generated/operations.ts';

/** A document to index, and where it came from: articles.jsonl:17 */
export interface SourceDocument {
  origin: string;
  input: DocumentInput;
}

/** What was read but is no document. */
export interface Unreadable {
  origin: string;
  problem: string;
}

export type Read = SourceDocument | Unreadable;

export function isDocument(read: Read): read is SourceDocument {
  return 'input' in read;
}
