import type { DocumentInput } from '../generated/operations.ts';

/** Where a record is in its file: at a line (from 1), or as an element of a list (from 0). Empty: it is the file. */
export interface Position {
  line?: number;
  element?: number;
}

/** A record's file, and where it is in it. */
export interface Place extends Position {
  /** As it was named, with / between its parts; "standard input" for that. */
  file: string;
  /** How many records of the file come before it, readable or not. With it an import finds where it was. */
  record: number;
}

/** Embeddings that come with a document, out of an export: its text need not be embedded again. */
export interface BroughtEmbeddings {
  /** The model that they come from: name@version. */
  model: string;
  embeddings: { key: string; vector: string }[];
}

/** A document; one that is patched has a content only where that changes. */
export type RecordInput = Omit<DocumentInput, 'content'> & { content?: string };

/** A document to index. */
export interface Addition {
  input: RecordInput;
  brought?: BroughtEmbeddings | undefined;
  /** Whose it is, where the record says it and the collection is divided by tenant. */
  tenant?: string | undefined;
}

/** A document to delete. */
export interface Deletion {
  deletedId: string;
  tenant?: string | undefined;
}

/** What a record turned out to be: a document to index or to delete, or why it is none. */
export type Content = Addition | Deletion | { problem: string; documentId?: string };

/** A record of a file that is not parsed yet, so that passing over it costs little. */
export interface Entry {
  at: Position;
  content: () => Content | Promise<Content>;
}

/** Where something was read, and from where reading can go on after it. */
interface Source {
  /** articles.jsonl:17 */
  origin: string;
  place: Place;
  /** Missing where it cannot: see `FileMark`. */
  mark?: FileMark;
}

/** How far the files of an import were read. */
export interface FileMark {
  /** How many files come before the one that is being read. */
  file: number;
  /** Fingerprints of those, in one. */
  before: string;
  /** Fingerprint of that one. */
  current: string;
  /** How many of its records were read. */
  record: number;
}

/** A document to index, and where it came from. */
export type SourceDocument = Source & Addition;

/** A document to delete, and where that was said. */
export type SourceDeletion = Source & Deletion;

/** What was read but is no document. */
export interface Unreadable extends Source {
  /** Where it has one that can be read. */
  documentId?: string;
  problem: string;
}

export type Read = SourceDocument | SourceDeletion | Unreadable;

export function isDocument(read: Read): read is SourceDocument {
  return 'input' in read;
}

export function isDeletion(read: Read): read is SourceDeletion {
  return 'deletedId' in read;
}

/** articles.jsonl:17, export.json[3], guide.md */
export function originOf({ file, line, element }: Omit<Place, 'record'>): string {
  if (line !== undefined) return `${file}:${line}`;
  return element === undefined ? file : `${file}[${element}]`;
}

/** What is wrong with a whole file, in words that go on after its name. */
export class Unfit extends Error {}
