import type { FusionMethod } from '../../../schema/generated/query.ts';
import { type Branch, documentKey, type Grouped, type PassageHit, type Ranked } from './candidates.ts';
import { byScore } from './group.ts';
import type { Stage } from './pipeline.ts';
import { standardized } from './standardize.ts';

/**
 * All branches in one order, by document: each document has its best passage's score in each branch, so that a document
 * whose words and meaning match in different passages counts for both. Where collections have different embedding models,
 * each model's branch is scored for itself: cosines of two models say nothing of each other, how far a document stands out
 * among those of its model does.
 */
export const fuse: Stage<Grouped, Ranked> = {
  name: 'fuse',
  async run({ branches: { semantic, keyword }, ...underway }) {
    const { fusion, keywordWeight } = underway.request;
    const branches = [...semantic, ...(keyword ? [keyword] : [])];
    const exact = branches.every(({ exhausted }) => exhausted);
    if (branches.length <= 1) return { ...underway, hits: branches[0]?.hits ?? [], exact };
    const method = keyword ? fusion : 'STANDARDIZED_SCORES';
    const weightOf = (branch: Branch) => (branch === keyword ? keywordWeight : 1 - keywordWeight);
    const hits = fused(
      branches.map((branch) => ({
        ...branch,
        score: contributions(method, branch),
        weight: keyword ? weightOf(branch) : 1,
      })),
    );
    return { ...underway, hits, exact };
  },
};

/** What each document of a branch, and one that is not in it, gets from that branch. */
export interface Contributions {
  of(index: number): number;
  absent: number;
}

/** Cormack, Clarke, Büttcher 2009; a small k, because the lists are short and their heads are good. */
const RANK_CONSTANT = 10;

function contributions(method: FusionMethod, branch: Branch): Contributions {
  if (method === 'STANDARDIZED_SCORES') return standardized(branch);
  return { of: (index) => 1 / (RANK_CONSTANT + index + 1), absent: 0 };
}

interface Weighted extends Pick<Branch, 'hits' | 'targets'> {
  score: Contributions;
  weight: number;
}

/**
 * The weighted sum of what each document gets from each branch; shown by the passage that brought it the most. A branch that
 * did not look into a document's collection says nothing of it: it gets 0 there, the mean of standardised scores.
 */
export function fused(branches: readonly Weighted[]): PassageHit[] {
  const baseOf = (target: number) =>
    branches
      .filter(({ targets }) => targets?.has(target) ?? true)
      .reduce((sum, { weight, score }) => sum + weight * score.absent, 0);
  const documents = new Map<string, { hit: PassageHit; score: number; most: number }>();
  for (const { hits, score, weight } of branches) {
    hits.forEach((hit, index) => {
      // What it brings beyond a document that the branch does not have.
      const gain = weight * (score.of(index) - score.absent);
      const key = documentKey(hit);
      const most = Number.NEGATIVE_INFINITY;
      const document = documents.get(key) ?? { hit, score: baseOf(hit.target), most };
      document.score += gain;
      if (gain > document.most) {
        document.hit = hit;
        document.most = gain;
      }
      documents.set(key, document);
    });
  }
  return [...documents.values()].map(({ hit, score }) => ({ ...hit, score })).sort(byScore);
}
