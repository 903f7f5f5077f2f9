import { userError } from './errors.ts';

const MAX_PAGE = 100;

/** A page of a list that is ordered by a key. */
export interface Page<T> {
  totalCount: number;
  edges: { cursor: string; node: T }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** A cursor of the list `list` at this key. */
export function cursorOf(list: string, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/** The key that a cursor of `list` holds; undefined where there is no cursor. @throws BAD_CURSOR */
export function keyOfCursor(list: string, cursor: string | null | undefined): string[] | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  try {
    const [of, ...key] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (of === list && key.length > 0 && key.every((part) => typeof part === 'string'))
      return key as string[];
  } catch {
    // Not one of ours, as below.
  }
  throw userError.badCursor('after');
}

/** @throws BAD_USER_INPUT where the size of a page is not from 1 to 100 */
export function checkFirst(first: number): number {
  if (first < 1 || first > MAX_PAGE) throw userError.badInput('first', `must be from 1 to ${MAX_PAGE}.`);
  return first;
}

/** @param rows one more than `first` where there are more */
export function pageOf<T>(
  rows: readonly T[],
  first: number,
  totalCount: number,
  cursor: (row: T) => string,
): Page<T> {
  const edges = rows.slice(0, first).map((node) => ({ cursor: cursor(node), node }));
  return {
    totalCount,
    edges,
    pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
  };
}
