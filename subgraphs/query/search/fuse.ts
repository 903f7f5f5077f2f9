import { modelKey } from '../../../lib/view-spec.ts';
import type { Calibration } from '../relevance/calibration.ts';
import type { Calibrations } from '../relevance/calibrations.ts';
import type { Branch, Branches, FusedBranch, Grouped, Ranked, RankedHit } from './candidates.ts';
import { ByDocument } from './candidates.ts';
import { byScore } from './group.ts';
import type { Stage } from './pipeline.ts';
import type { SearchRequest } from './request.ts';
import { onScale, type Scale, scalesOf, worthOf, worthOfAbsent, worthOfLeast } from './scale.ts';

/**
 * All branches in one order, by document: each document has its best passage's score in each branch, so that a document
 * whose words and meaning match in different passages counts for both. Cosines of two embedding models say nothing of each
 * other; where the collections have several, each model's are calibrated first, so that the best of a collection that does not
 * match stays behind what matches in another.
 */
export function fuse(calibrations: Calibrations): Stage<Grouped, Ranked> {
  return {
    name: 'fuse',
    async run({ branches, ...underway }) {
      const { request } = underway;
      const calibrated = await Promise.all(
        branches.semantic.map((branch) => calibrationOf(branch, request, calibrations)),
      );
      const weighed = weigh(branches, request, calibrated);
      return {
        ...underway,
        hits: fused(weighed, request.collectionWeights),
        branches: weighed.map(({ as }) => as),
        exact: weighed.every(({ branch }) => branch.exhausted),
      };
    },
  };
}

/** A branch, and what it counts. */
export interface Weighed {
  branch: Branch;
  /** Of its hits, in their order, from 1; where several models search, among those of all. */
  ranks: readonly number[];
  as: FusedBranch;
}

/** What each branch counts. @param calibrated of each semantic branch, its model's calibration where that is known */
export function weigh(
  { semantic, keyword }: Branches,
  request: SearchRequest,
  calibrated: readonly (Calibration | undefined)[],
): Weighed[] {
  const both = keyword && semantic.length > 0;
  const method = both ? request.fusion : semantic.length > 1 ? 'CALIBRATED' : 'RAW';
  const scored = semantic.map(({ hits }, index) => ({
    scores: hits.map(({ score }) => score),
    by: semantic.length > 1 ? calibrated[index] : undefined,
  }));
  const scales = scalesOf(method, scored);
  const weighed = semantic.map((branch, index): Weighed => {
    const share = (target: number) => (both ? 1 - weightOfWords(request, target) : 1);
    const as = asFused(branch, request, scales[index] as Scale, share);
    return { branch, ranks: [], as: { ...as, calibration: calibrated[index] } };
  });
  const pooled = ranksAmong(weighed);
  const ranked = weighed.map((one, index) => ({ ...one, ranks: pooled[index] ?? [] }));
  if (!keyword) return ranked;
  const words = { scores: keyword.hits.map(({ score }) => score), unmatched: keyword.unmatched };
  const [scale] = scalesOf(method, [words]);
  const as = asFused(keyword, request, scale as Scale, (target) =>
    both ? weightOfWords(request, target) : 1,
  );
  return [...ranked, { branch: keyword, ranks: keyword.hits.map((_, index) => index + 1), as }];
}

const weightOfWords = ({ targets }: SearchRequest, target: number) => targets[target]?.keywordWeight ?? 0.5;

function asFused(
  { kind, model, hits, targets, efforts, most }: Branch,
  request: SearchRequest,
  scale: Scale,
  weightOf: (target: number) => number,
): FusedBranch {
  const weights = request.targets.map((_, target) =>
    (targets?.has(target) ?? true) ? weightOf(target) : null,
  );
  return { kind, model, documents: hits.length, efforts, weights, scale, most };
}

async function calibrationOf({ model }: Branch, { targets }: SearchRequest, calibrations: Calibrations) {
  const spec = targets.find(({ collection }) => model && modelKey(collection.view.model) === modelKey(model));
  return spec && calibrations(spec.collection.view.model);
}

/** The ranks of the hits of each branch among those of all, on their common scale. */
function ranksAmong(weighed: readonly Weighed[]): number[][] {
  if (weighed.length === 1) return weighed.map(({ branch }) => branch.hits.map((_, place) => place + 1));
  const all = weighed.flatMap(({ branch, as }, index) =>
    branch.hits.map((hit, place) => ({ index, place, value: onScale(as.scale.by, hit.score) })),
  );
  all.sort((a, b) => b.value - a.value || a.index - b.index || a.place - b.place);
  const ranks: number[][] = weighed.map(() => []);
  all.forEach(({ index, place }, rank) => {
    (ranks[index] as number[])[place] = rank + 1;
  });
  return ranks;
}

/**
 * The weighted sum of what each document is worth in each branch; shown by the passage that brought it the most. A branch that
 * did not look into a document's collection says nothing of it: it gets 0 there, the mean of standardised scores.
 * @param collectionWeights by target: how far a document stands above the least that it can have counts so many times
 */
export function fused(
  branches: readonly Weighed[],
  collectionWeights: readonly number[] | undefined = undefined,
): RankedHit[] {
  const absent = branches.map(({ as }) => worthOfAbsent(as.scale));
  const targets = branches[0]?.as.weights ?? [];
  /** By target, the weighted sum of what each branch says. */
  const sums = (worth: readonly number[]) =>
    targets.map((_, target) =>
      branches.reduce((sum, { as }, index) => sum + (as.weights[target] ?? 0) * (worth[index] as number), 0),
    );
  const nowhere = sums(absent);
  const all: Fused[] = [];
  /** Of each, the most that a branch brought it. */
  const most: number[] = [];
  // One branch has each document once.
  const known = branches.length > 1 ? new ByDocument<number>() : undefined;
  branches.forEach(({ branch, ranks, as }, index) => {
    branch.hits.forEach((hit, place) => {
      const rank = ranks[place] as number;
      const worth = worthOf(as.scale, hit.score, rank);
      // What it brings beyond a document that the branch does not have.
      const gain = (as.weights[hit.target] ?? 0) * (worth - (absent[index] as number));
      const { target, row, image } = hit;
      const at = known?.get(hit) ?? all.length;
      if (at === all.length) {
        const found: Fused['found'] = branches.map(() => null);
        all.push({ target, score: nowhere[target] as number, row, image, found });
        most.push(Number.NEGATIVE_INFINITY);
        known?.set(hit, at);
      }
      const document = all[at] as Fused;
      document.score += gain;
      document.found[index] = [rank, hit.score];
      if (gain > (most[at] as number)) {
        document.row = row;
        document.image = image;
        most[at] = gain;
      }
    });
  });
  if (collectionWeights) {
    const least = sums(branches.map(({ as }) => worthOfLeast(as.scale)));
    for (const document of all) {
      const { target, score } = document;
      document.score = weighted(score, least[target] as number, collectionWeights[target] ?? 1);
    }
  }
  return all.sort(byScore);
}

/** A document while what the branches say of it is added up. */
interface Fused extends RankedHit {
  found: RankedHit['found'][number][];
}

/** A score by the weight of its collection. @param least that a document of it can have */
export const weighted = (score: number, least: number, weight: number): number =>
  weight === 1 ? score : least + weight * (score - least);
