import { modelKey } from '../../../lib/view-spec.ts';
import type {
  BranchExplanation,
  HitExplanation,
  ScoreNormalization,
  ViewExplanation,
} from '../../../schema/generated/query.ts';
import type { Place } from '../pages/places.ts';
import type { FusedBranch } from './candidates.ts';
import { weighted } from './fuse.ts';
import { questionOf } from './question.ts';
import type { SearchRequest } from './request.ts';
import { type Scale, worthOf, worthOfAbsent, worthOfLeast } from './scale.ts';

const normalizations: Record<Scale['method'], ScoreNormalization> = {
  RAW: 'NONE',
  STANDARDIZED_SCORES: 'STANDARDIZED',
  RECIPROCAL_RANK: 'RECIPROCAL_RANK',
  CALIBRATED: 'CALIBRATED',
};

/** The models of the collections, each once; none where vectors are not searched. */
export function modelsOf({ targets, mode }: SearchRequest) {
  if (mode === 'KEYWORD') return [];
  const models = targets.map(
    ({ collection: { view }, images }) => (images && view.spec.images) || view.spec.model,
  );
  return [...new Map(models.map((model) => [modelKey(model), model])).values()];
}

export function explainBranch({ kind, model, documents, scale }: FusedBranch): BranchExplanation {
  const { mean, deviation } = scale;
  return {
    branch: kind,
    model: model ?? null,
    documents,
    normalization: normalizations[scale.method],
    mean,
    deviation,
  };
}

/** What the branches said of a place in the list. */
export function explainHit(
  branches: readonly FusedBranch[],
  { target, found, reranked, boost }: Pick<Place, 'target' | 'found' | 'reranked' | 'boost'>,
  collectionWeight: number,
): HitExplanation {
  const said = branches.flatMap(({ kind, model = null, weights, scale }, index) => {
    const weight = weights[target] ?? null;
    if (weight === null) return [];
    const [rank, score] = found[index] ?? [null, null];
    const normalized = rank === null ? worthOfAbsent(scale) : worthOf(scale, score, rank);
    return [{ branch: kind, model, rank, score, normalized, weight, contribution: weight * normalized }];
  });
  const sum = said.reduce((all, { contribution }) => all + contribution, 0);
  const least = branches.reduce(
    (all, { weights, scale }) => all + (weights[target] ?? 0) * worthOfLeast(scale),
    0,
  );
  return {
    branches: said,
    collectionWeight,
    fusedScore: weighted(sum, least, collectionWeight),
    rerank: reranked
      ? {
          rankBefore: reranked.before,
          rankAfter: reranked.after,
          method: reranked.method,
          score: reranked.score,
        }
      : null,
    boost: boost ?? null,
  };
}

/** How a collection was asked; what else is told of it is counted when it is asked for. */
export type AskedView = Omit<ViewExplanation, 'selectivity' | 'expression'> & {
  expression: string;
  /** Which documents are looked at whatever is asked. */
  seen: string;
  /** Of the view. */
  changes: number;
};

export function askedViews({ targets }: SearchRequest, branches: readonly FusedBranch[]): AskedView[] {
  return targets.map((asked, target) => {
    const { collection } = asked;
    const { builtAs } = collection.view.spec.index;
    const effortOf = (kind: FusedBranch['kind']) =>
      branches.flatMap((branch) => (branch.kind === kind && branch.efforts[target]) || [])[0];
    const [semantic, keyword] = [effortOf('SEMANTIC'), effortOf('KEYWORD')];
    const { view, expression, partitions } = questionOf(asked, 0);
    return {
      changes: collection.view.changes,
      collectionName: collection.name,
      view,
      expression,
      seen: asked.seen,
      partitions: partitions ? [...partitions] : null,
      vectors: semantic
        ? {
            kind: builtAs,
            exact: semantic.ef === undefined,
            // A raised one tells how much of the whole the caller sees.
            ef: semantic.raised && asked.seen !== '' ? null : (semantic.ef ?? null),
            raised: semantic.raised ?? false,
            candidates: semantic.limit,
          }
        : null,
      keywordCandidates: keyword?.limit ?? null,
      keywordMaximum: branches.find(({ most }) => most)?.most?.[target] ?? null,
    };
  });
}
