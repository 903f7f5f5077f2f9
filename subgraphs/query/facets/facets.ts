import type { Cache } from '../../../lib/cache/tiers.ts';
import { passageKey } from '../../../lib/milvus/passage.ts';
import type { FacetInput } from '../../../schema/generated/query.ts';
import { documentsOf, type Snapshot } from '../pages/snapshot.ts';
import type { SearchRequest } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import { countFacet, type FacetCounts } from './count.ts';
import { checkFacets, facetsKey } from './facet-request.ts';

/** Counts facets over the documents of a ranked list. @throws userError for a facet that the collections cannot answer */
export type FacetCounter = (
  list: { request: SearchRequest; snapshot: Snapshot },
  inputs: readonly FacetInput[],
) => Promise<FacetCounts[]>;

/**
 * Counts are kept with the list that they belong to, as long as it is: its later pages, and answers out of the cache, which share
 * the list, cost no call.
 */
export function facetCounter(
  sources: Pick<Sources, 'columns'>,
  counts: Pick<Cache<FacetCounts[]>, 'getOrLoad'>,
): FacetCounter {
  return async ({ request, snapshot }, inputs) => {
    const collections = request.targets.map(({ collection }) => collection);
    const facets = checkFacets(inputs, collections, 'facets.of');
    const { value } = await counts.getOrLoad(facetsKey(snapshot.id, facets), async () => {
      const documents = await metadataOf(snapshot, request, sources);
      return facets.map((facet) => countFacet(facet, documents));
    });
    return value;
  };
}

/** Of the documents of a list that are still there. */
async function metadataOf(
  snapshot: Snapshot,
  { targets }: SearchRequest,
  sources: Pick<Sources, 'columns'>,
): Promise<Record<string, unknown>[]> {
  const places = documentsOf(snapshot);
  const found = await Promise.all(
    targets.map(async ({ collection: { view, expires } }, target) => {
      const its = places.filter((place) => place.target === target);
      const keys = its.map(({ document, revision, ordinal }) => passageKey(document, revision, ordinal));
      if (keys.length === 0) return [];
      const rows = await sources.columns(view.milvusName, keys, ['expires', 'metadata']);
      const now = Date.now();
      return rows.filter((row) => !expires || row.expires === 0 || row.expires > now);
    }),
  );
  return found.flat().map(({ metadata }) => metadata);
}
