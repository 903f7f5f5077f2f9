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

/** What a record turned out to be: a document to index, or why it is none. */
export type Content = { input: DocumentInput } | { problem: string; documentId?: string };

/** A record of a file that is not parsed yet, so that passing over it costs little. */
export interface Entry {
  at: Position;
  content: () => Content | Promise<Content>;
}

/** A document to index, and where it came from. */
export interface SourceDocument {
  /** articles.jsonl:17 */
  origin: string;
  place: Place;
  input: DocumentInput;
}

/** What was read but is no document. */
export interface Unreadable {
  origin: string;
  place: Place;
  /** Where it has one that can be read. */
  documentId?: string;
  problem: string;
}

export type Read = SourceDocument | Unreadable;

export function isDocument(read: Read): read is SourceDocument {
  return 'input' in read;
}

/** articles.jsonl:17, export.json[3], guide.md */
export function originOf({ file, line, element }: Omit<Place, 'record'>): string {
  if (line !== undefined) return `${file}:${line}`;
  return element === undefined ? file : `${file}[${element}]`;
}

/** What is wrong with a whole file, in words that go on after its name. */
export class Unfit extends Error {}
