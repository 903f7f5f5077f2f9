import type { Caller } from '../../lib/caller.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { FacetCounter } from './facets/facets.ts';
import type { LiveSearches } from './live/live.ts';
import type { PassageReader } from './pages/passages.ts';
import type { Excerpts } from './passages/excerpts.ts';
import type { SearchRequest } from './search/request.ts';
import type { SearchArguments, SearchResult } from './search/search.ts';
import type { Sources } from './search/sources.ts';
import type { SearchStatistics } from './statistics/statistics.ts';
import type { SuggestArguments } from './suggest/suggest.ts';
import type { Suggested } from './suggest/suggested.ts';

/** What the resolvers of one request use. */
export interface Context {
  caller: Caller;
  catalog: Catalog;
  statistics: SearchStatistics;
  live: LiveSearches;
  /** Of the newest sampled searches, of all or of one collection; null before the first. */
  recall(collectionId?: string): number | null;
  search(args: Omit<SearchArguments, 'caller'>): Promise<SearchResult>;
  suggest(args: Omit<SuggestArguments, 'caller'>): Promise<Suggested>;
  /** How many passages of a view pass an expression. */
  selectivity: Sources['selectivity'];
  facets: FacetCounter;
  /** What is told of the hits of a search when it is asked for. */
  excerpts(request: SearchRequest): Excerpts;
  /** Reads each document of this request once. */
  reader: PassageReader;
}
