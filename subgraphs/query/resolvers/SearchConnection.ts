import type { SearchConnectionResolvers } from '../../../schema/generated/query.ts';
import { matcherOf } from '../pages/highlight.ts';

export const SearchConnection: SearchConnectionResolvers = {
  totalCount: ({ snapshot }) => snapshot.places.keys.length,
  totalCountRelation: ({ snapshot }) => (snapshot.exact ? 'EXACT' : 'AT_LEAST'),
  pageInfo: ({ page }) => ({
    hasNextPage: page.hasNextPage,
    endCursor: page.hits.at(-1)?.cursor ?? null,
  }),
  edges({ page, request, snapshot }, _args, { excerpts }) {
    const shared = { snapshot, request, matcher: matcherOf(request), excerpts: excerpts(request) };
    return page.hits.map((hit) => ({ ...hit, ...shared }));
  },
  didYouMean: ({ request }) => request.didYouMean ?? null,
  explain: (result) => result,
  async facets(list, { of }, { facets }) {
    const countRelation = list.snapshot.exact ? 'EXACT' : 'AT_LEAST';
    return (await facets(list, of)).map((counts) => ({ ...counts, countRelation }));
  },
};
