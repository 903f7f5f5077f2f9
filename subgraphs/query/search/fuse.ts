import type { Branch, Branches, FusedBranch, Grouped, PassageHit, Ranked, RankedHit } from './candidates.ts';
import { documentKey } from './candidates.ts';
import { byScore } from './group.ts';
import type { Stage } from './pipeline.ts';
import type { SearchRequest } from './request.ts';
import { scaleOf, worthOf, worthOfAbsent } from './scale.ts';

/**
 * All branches in one order, by document: each document has its best passage's score in each branch, so that a document
 * whose words and meaning match in different passages counts for both. Where collections have different embedding models,
 * each model's branch is scored for itself: cosines of two models say nothing of each other, how far a document stands out
 * among those of its model does.
 */
export const fuse: Stage<Grouped, Ranked> = {
  name: 'fuse',
  async run({ branches, ...underway }) {
    const weighed = weighedBranches(branches, underway.request);
    const all = weighed.map(({ branch }) => branch);
    return {
      ...underway,
      hits: fused(weighed),
      branches: weighed.map(({ as }) => as),
      exact: all.every(({ exhausted }) => exhausted),
    };
  },
};

/** A branch, and what it counts. */
export interface Weighed {
  branch: Branch;
  as: FusedBranch;
}

function weighedBranches({ semantic, keyword }: Branches, request: SearchRequest): Weighed[] {
  const all = [...semantic, ...(keyword ? [keyword] : [])];
  const method = all.length === 1 ? 'RAW' : keyword ? request.fusion : 'STANDARDIZED_SCORES';
  const { keywordWeight } = request;
  return all.map((branch) => {
    const { kind, model, hits, targets, efforts } = branch;
    const weight = all.length === 1 || !keyword ? 1 : kind === 'KEYWORD' ? keywordWeight : 1 - keywordWeight;
    const scores = hits.map(({ score }) => score);
    const as: FusedBranch = {
      kind,
      model,
      documents: hits.length,
      efforts,
      weights: request.targets.map((_, target) => ((targets?.has(target) ?? true) ? weight : null)),
      scale: scaleOf(method, scores, branch.unmatched),
    };
    return { branch, as };
  });
}

/**
 * The weighted sum of what each document is worth in each branch; shown by the passage that brought it the most. A branch that
 * did not look into a document's collection says nothing of it: it gets 0 there, the mean of standardised scores.
 */
export function fused(branches: readonly Weighed[]): RankedHit[] {
  const absent = branches.map(({ as }) => worthOfAbsent(as.scale));
  const baseOf = (target: number) =>
    branches.reduce((sum, { as }, index) => sum + (as.weights[target] ?? 0) * (absent[index] as number), 0);
  const documents = new Map<
    string,
    { hit: PassageHit; score: number; most: number; found: RankedHit['found'][number][] }
  >();
  branches.forEach(({ branch, as }, index) => {
    branch.hits.forEach((hit, place) => {
      const worth = worthOf(as.scale, hit.score, place + 1);
      // What it brings beyond a document that the branch does not have.
      const gain = (as.weights[hit.target] ?? 0) * (worth - (absent[index] as number));
      const key = documentKey(hit);
      const document = documents.get(key) ?? {
        hit,
        score: baseOf(hit.target),
        most: Number.NEGATIVE_INFINITY,
        found: branches.map(() => null),
      };
      document.score += gain;
      document.found[index] = [place + 1, hit.score];
      if (gain > document.most) {
        document.hit = hit;
        document.most = gain;
      }
      documents.set(key, document);
    });
  });
  return [...documents.values()].map(({ hit, score, found }) => ({ ...hit, score, found })).sort(byScore);
}
