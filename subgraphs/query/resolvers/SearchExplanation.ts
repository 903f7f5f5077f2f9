import type { SearchExplanationResolvers } from '../../../schema/generated/query.ts';
import { askedViews, explainBranch, modelsOf } from '../search/explain.ts';

export const SearchExplanation: SearchExplanationResolvers = {
  cacheLevel: ({ level }) => level,
  model: ({ request }) => modelsOf(request)[0] ?? null,
  models: ({ request }) => modelsOf(request),
  branches: ({ snapshot }) => snapshot.branches.map(explainBranch),
  views: ({ request, snapshot }) => askedViews(request, snapshot.branches),
};
