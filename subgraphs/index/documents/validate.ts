import { userError } from '../../../lib/errors.ts';
import { checkString } from '../../../lib/filter/value.ts';
import type { Limits } from '../limits.ts';

const MAX_PRIORITY = 100;

/** Checks how many documents a request has. */
export function checkList(inputs: readonly unknown[], path: string, { documentsPerRequest }: Limits): void {
  if (inputs.length === 0) throw userError.badInput(path, 'must not be empty.');
  if (inputs.length > documentsPerRequest) {
    const message = `has ${inputs.length} entries; at most ${documentsPerRequest} are allowed.`;
    throw userError.limitExceeded(path, message, 'KITEGRAPH_MAX_DOCUMENTS');
  }
}

/** Checks the documents' own ids, each of which may stand in a request once. */
export function checkIds(
  ids: readonly string[],
  place: (index: number) => string,
  { idBytes }: Pick<Limits, 'idBytes'>,
): void {
  const first = new Map<string, number>();
  for (const [index, id] of ids.entries()) {
    const at = place(index);
    if (id === '') throw userError.badInput(at, 'must not be empty.');
    if (Buffer.byteLength(id) > idBytes) {
      const message = `is ${Buffer.byteLength(id)} bytes long; at most ${idBytes} are allowed.`;
      throw userError.limitExceeded(at, message, 'KITEGRAPH_MAX_ID_BYTES');
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

export function checkTitle(title: string | null, path: string, { titleCharacters }: Limits): string | null {
  if (title === null) return null;
  checkString(title, path);
  if (title.length > titleCharacters) {
    const message = `is ${title.length} characters long; at most ${titleCharacters} are allowed.`;
    throw userError.limitExceeded(path, message, 'KITEGRAPH_MAX_TITLE');
  }
  return title;
}

export function checkContent(content: string, path: string, { contentCharacters }: Limits): string {
  checkString(content, path);
  if (content.length > contentCharacters) {
    throw userError.limitExceeded(
      path,
      `is ${content.length} characters long; at most ${contentCharacters} are allowed. Split it into several documents.`,
      'KITEGRAPH_MAX_CONTENT',
    );
  }
  return content;
}

/** When a document expires: later than now, or it would be gone before it is there. */
export function checkExpiry(expiresAt: Date | null | undefined, path: string): Date | null {
  if (!expiresAt) return null;
  if (expiresAt.getTime() <= Date.now()) throw userError.badInput(path, 'is in the past.');
  return expiresAt;
}

export function checkPriority(priority: number, path = 'input.priority'): number {
  if (Math.abs(priority) > MAX_PRIORITY) {
    throw userError.badInput(path, `must be from -${MAX_PRIORITY} to ${MAX_PRIORITY}.`);
  }
  return priority;
}
