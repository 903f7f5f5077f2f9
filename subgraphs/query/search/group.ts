import { type Branch, documentKey, type Grouped, type PassageHit, type Retrieved } from './candidates.ts';
import type { Stage } from './pipeline.ts';

/**
 * A hit is a document. In each branch it counts by its best passage, so that a long document is not ahead by the number
 * of its passages; and only passages of the highest revision seen count, because those of an older one are about to be
 * swept away.
 */
export const group: Stage<Retrieved, Grouped> = {
  name: 'group',
  async run({ branches, ...underway }) {
    const { semantic, keyword } = branches;
    const all = [...semantic, ...(keyword ? [keyword] : [])];
    const newest = newestRevisions(all.flatMap(({ hits }) => hits));
    const grouped = (branch: Branch) => ({ ...branch, hits: bestPassages(branch.hits, newest) });
    return {
      ...underway,
      branches: { semantic: semantic.map(grouped), keyword: keyword && grouped(keyword) },
    };
  },
};

/** The highest revision of each document among the hits. */
export function newestRevisions(hits: readonly PassageHit[]): Map<string, number> {
  const newest = new Map<string, number>();
  for (const hit of hits) {
    const key = documentKey(hit);
    newest.set(key, Math.max(hit.row.revision, newest.get(key) ?? 0));
  }
  return newest;
}

/** The best passage of each document, in the order of their scores; equal scores in the order of their documents. */
export function bestPassages(hits: readonly PassageHit[], newest: ReadonlyMap<string, number>): PassageHit[] {
  const best = new Map<string, PassageHit>();
  for (const hit of hits) {
    const key = documentKey(hit);
    if (hit.row.revision < (newest.get(key) ?? 0)) continue;
    const other = best.get(key);
    if (!other || byScore(hit, other) < 0) best.set(key, hit);
  }
  return [...best.values()].sort(byScore);
}

/** The better first. Ties have one order too, so that the same search gives the same list. */
export function byScore(a: PassageHit, b: PassageHit): number {
  return (
    b.score - a.score ||
    a.target - b.target ||
    (a.row.document < b.row.document ? -1 : a.row.document > b.row.document ? 1 : 0) ||
    a.row.ordinal - b.row.ordinal
  );
}
