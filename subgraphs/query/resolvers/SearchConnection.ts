import { modelKey } from '../../../lib/view-spec.ts';
import type { SearchConnectionResolvers } from '../../../schema/generated/query.ts';
import { matcherOf } from '../pages/highlight.ts';
import type { SearchRequest } from '../search/request.ts';

/** The models of the collections, each once. */
function modelsOf({ targets }: SearchRequest) {
  const models = targets.map(({ collection }) => collection.view.spec.model);
  return [...new Map(models.map((model) => [modelKey(model), model])).values()];
}

export const SearchConnection: SearchConnectionResolvers = {
  totalCount: ({ snapshot }) => snapshot.places.length,
  totalCountRelation: ({ snapshot }) => (snapshot.exact ? 'EXACT' : 'AT_LEAST'),
  pageInfo: ({ page }) => ({
    hasNextPage: page.hasNextPage,
    endCursor: page.hits.at(-1)?.cursor ?? null,
  }),
  edges({ page, request }) {
    const matcher = matcherOf(request);
    return page.hits.map((hit) => ({ ...hit, matcher }));
  },
  async facets(list, { of }, { facets }) {
    const countRelation = list.snapshot.exact ? 'EXACT' : 'AT_LEAST';
    return (await facets(list, of)).map((counts) => ({ ...counts, countRelation }));
  },
  explain: ({ request, stages, level, notes }) => ({
    stages,
    cacheLevel: level,
    model: request.mode === 'KEYWORD' ? null : request.targets[0].collection.view.spec.model,
    models: request.mode === 'KEYWORD' ? [] : modelsOf(request),
    notes,
  }),
};
