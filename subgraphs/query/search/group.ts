import { type Branch, ByDocument, type Grouped, type PassageHit, type Retrieved } from './candidates.ts';
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
    const best = new Map(all.map((branch) => [branch, bestPassages(branch.hits)]));
    const grouped = (branch: Branch): Branch => {
      const others = all.flatMap((other) => (other === branch ? [] : (best.get(other) ?? [])));
      const isCurrent = (hit: PassageHit) =>
        others.every((other) => (other.get(hit)?.row.revision ?? 0) <= hit.row.revision);
      const hits = best.get(branch)?.values() ?? [];
      const current = others.length === 0 ? hits : hits.filter(isCurrent);
      return { ...branch, hits: current.sort(byScore) };
    };
    return {
      ...underway,
      branches: { semantic: semantic.map(grouped), keyword: keyword && grouped(keyword) },
    };
  },
};

/** The best passage of each document's highest revision among the hits. */
function bestPassages(hits: readonly PassageHit[]): ByDocument<PassageHit> {
  const best = new ByDocument<PassageHit>();
  for (const hit of hits) {
    const other = best.get(hit);
    if (!other || isBetter(hit, other)) best.set(hit, hit);
  }
  return best;
}

/** Of two passages of one document. */
function isBetter(hit: PassageHit, other: PassageHit): boolean {
  const newer = hit.row.revision - other.row.revision;
  return newer > 0 || (newer === 0 && byScore(hit, other) < 0);
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
