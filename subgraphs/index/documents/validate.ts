import { userError } from '../../../lib/errors.ts';
import type { FieldDefinition } from '../../../lib/filter/fields.ts';
import { checkMetadata } from '../../../lib/filter/metadata.ts';
import { checkString } from '../../../lib/filter/value.ts';
import type { DocumentInput } from '../../../schema/generated/index.ts';

const MAX_DOCUMENTS = 1_000;
const MAX_ID_BYTES = 255;
const MAX_TITLE = 1_000;
const MAX_CONTENT = 1_000_000;
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;
const MAX_PRIORITY = 100;

/** A document that passed every check; its metadata in the stored form. */
export interface CheckedDocument {
  documentId: string;
  title: string | null;
  content: string;
  metadata: Record<string, unknown>;
}

/** The collection that documents are checked against. */
export interface Declared {
  fields: FieldDefinition[];
  strict: boolean;
}

/** Checks whole documents. @throws BAD_USER_INPUT with the place of the first mistake */
export function checkDocuments(
  inputs: readonly DocumentInput[],
  declared: Declared,
  path: string,
): CheckedDocument[] {
  checkList(inputs, path);
  checkIds(
    inputs.map((input) => input.documentId),
    (index) => `${path}[${index}].documentId`,
  );
  let bytes = 0;
  return inputs.map((input, index) => {
    const place = `${path}[${index}]`;
    const title = checkTitle(input.title ?? null, `${place}.title`);
    const content = checkContent(input.content, `${place}.content`);
    if (content.trim() === '' && (title ?? '').trim() === '') {
      throw userError.badInput(
        `${place}.content`,
        'title and content are both empty: there is nothing to search.',
      );
    }
    bytes += Buffer.byteLength(content);
    if (bytes > MAX_REQUEST_BYTES) {
      throw userError.badInput(
        place,
        'the documents up to here are over 16 MB; send them in several requests.',
      );
    }
    const metadata = checkMetadata(input.metadata ?? {}, declared.fields, {
      strict: declared.strict,
      path: `${place}.metadata`,
    });
    return { documentId: input.documentId, title, content, metadata };
  });
}

/** Checks how many there are. */
export function checkList(inputs: readonly unknown[], path: string): void {
  if (inputs.length === 0) throw userError.badInput(path, 'must not be empty.');
  if (inputs.length > MAX_DOCUMENTS) {
    throw userError.badInput(path, `has ${inputs.length} entries; at most ${MAX_DOCUMENTS} are allowed.`);
  }
}

/** Checks the documents' own ids, each of which may stand in a request once. */
export function checkIds(ids: readonly string[], place: (index: number) => string): void {
  const first = new Map<string, number>();
  for (const [index, id] of ids.entries()) {
    const at = place(index);
    if (id === '') throw userError.badInput(at, 'must not be empty.');
    if (Buffer.byteLength(id) > MAX_ID_BYTES) {
      throw userError.badInput(
        at,
        `is ${Buffer.byteLength(id)} bytes long; at most ${MAX_ID_BYTES} are allowed.`,
      );
    }
    if (/\p{Cc}/u.test(id)) throw userError.badInput(at, 'must not contain control characters.');
    checkString(id, at);
    const before = first.get(id);
    if (before !== undefined) {
      throw userError.badInput(at, `the document "${id}" is in this request already, at ${place(before)}.`);
    }
    first.set(id, index);
  }
}

export function checkTitle(title: string | null, path: string): string | null {
  if (title === null) return null;
  checkString(title, path);
  if (title.length > MAX_TITLE) {
    throw userError.badInput(path, `is ${title.length} characters long; at most ${MAX_TITLE} are allowed.`);
  }
  return title;
}

export function checkContent(content: string, path: string): string {
  checkString(content, path);
  if (content.length > MAX_CONTENT) {
    throw userError.badInput(path, `is ${content.length} characters long; at most 1,000,000 are allowed.`);
  }
  return content;
}

export function checkPriority(priority: number): number {
  if (Math.abs(priority) > MAX_PRIORITY) {
    throw userError.badInput('input.priority', `must be from -${MAX_PRIORITY} to ${MAX_PRIORITY}.`);
  }
  return priority;
}
