import { randomBytes } from 'node:crypto';

/** A new id, such as `col_5f0c2…`: the prefix, then 80 random bits in hexadecimal. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(10).toString('hex')}`;
}

/**
 * The global, opaque id of a document: the same in every service, without a look-up.
 * @param key of the document in its collection: lib/document-key.ts
 */
export function documentGlobalId(collectionId: string, key: string): string {
  return `doc_${Buffer.from(`${collectionId} ${key}`).toString('base64url')}`;
}

/** What a global document id stands for; undefined where the text is none. */
export function parseDocumentGlobalId(id: string): { collectionId: string; key: string } | undefined {
  if (!id.startsWith('doc_')) return undefined;
  const text = Buffer.from(id.slice(4), 'base64url').toString();
  const space = text.indexOf(' ');
  if (space < 1 || space === text.length - 1) return undefined;
  return { collectionId: text.slice(0, space), key: text.slice(space + 1) };
}

/** The position of a collection as clients see it: opaque to them, ordered within one collection. */
export function positionOf(collectionId: string, position: number): string {
  return `${collectionId}@${position}`;
}

/** What a client's position stands for; undefined where the text is none. */
export function parsePosition(text: string): { collectionId: string; position: number } | undefined {
  const match = /^(\w+)@(\d{1,15})$/.exec(text);
  return match ? { collectionId: match[1] as string, position: Number(match[2]) } : undefined;
}
