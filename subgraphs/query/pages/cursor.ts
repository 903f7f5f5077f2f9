import { userError } from '../../../lib/errors.ts';

/** Length of the id of a snapshot, in characters of base64url. */
export const SNAPSHOT_ID = 16;

/** Where a page starts: after this place of this snapshot. */
export interface Cursor {
  snapshot: string;
  /** Index in the snapshot's list, from 0. */
  place: number;
}

export function encodeCursor({ snapshot, place }: Cursor): string {
  return Buffer.from(`${snapshot}:${place}`).toString('base64url');
}

/** @throws userError BAD_CURSOR */
export function decodeCursor(text: string): Cursor {
  const match = /^([\w-]{16}):(\d{1,6})$/.exec(Buffer.from(text, 'base64url').toString());
  if (!match) throw userError.badCursor('after');
  return { snapshot: match[1] as string, place: Number(match[2]) };
}
