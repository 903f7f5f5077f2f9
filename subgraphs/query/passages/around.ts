import { userError } from '../../../lib/errors.ts';
import { passageKey } from '../../../lib/milvus/passage.ts';
import { rebuildContent } from '../../../lib/text/rebuild.ts';
import type { PassageReader } from '../pages/passages.ts';
import type { PassageInView } from './passage.ts';

/** Passages of a document that follow each other, and their text without what they have in common. */
export interface Context {
  text: string;
  start: number;
  end: number;
  passages: PassageInView[];
}

const MOST = 20;

/**
 * A passage with those before and after it, as far as they are there: a document that was replaced since has none of its
 * old ones.
 * @throws userError for a number out of bounds
 */
export async function around(
  passage: PassageInView,
  wanted: { before: number; after: number },
  reader: PassageReader,
): Promise<Context> {
  for (const side of ['before', 'after'] as const) {
    const count = wanted[side];
    if (!(count >= 0 && count <= MOST)) {
      throw userError.badInput(`around.${side}`, `must be from 0 to ${MOST}, not ${count}.`);
    }
  }
  const { view, document, revision, ordinal } = passage;
  const read = async (at: number) => {
    const key = passageKey(document, revision, at);
    const row = await reader.row({ view: view.milvusName, changes: view.changes, key });
    return row && { ...row, view };
  };
  const first = Math.max(0, ordinal - wanted.before);
  const last = Math.min(passage.passages - 1, ordinal + wanted.after);
  const ordinals = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const rows = await Promise.all(ordinals.map((at) => (at === ordinal ? passage : read(at))));
  const passages = unbroken(rows, ordinal - first);
  const start = (passages[0] as PassageInView).start;
  const moved = passages.map((row) => ({ text: row.text, start: row.start - start, end: row.end - start }));
  return { text: rebuildContent(moved), start, end: (passages.at(-1) as PassageInView).end, passages };
}

/** The longest run around a place in which none is missing. */
function unbroken(rows: readonly (PassageInView | undefined)[], place: number): PassageInView[] {
  const before = rows.slice(0, place).findLastIndex((row) => !row) + 1;
  const gap = rows.slice(place).findIndex((row) => !row);
  return rows.slice(before, gap < 0 ? undefined : place + gap) as PassageInView[];
}
