import type { Caller } from '../../lib/caller.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { FacetCounter } from './facets/facets.ts';
import type { PassageReader } from './pages/passages.ts';
import type { SearchArguments, SearchResult } from './search/search.ts';
import type { SearchStatistics } from './statistics/statistics.ts';
import type { SuggestArguments, Suggested } from './suggest/suggest.ts';

/** What the resolvers of one request use. */
export interface Context {
  caller: Caller;
  catalog: Catalog;
  statistics: SearchStatistics;
  search(args: Omit<SearchArguments, 'caller'>): Promise<SearchResult>;
  /** Share of the passages of a view that pass an expression, 0 to 1. */
  selectivity(view: string, expression: string): Promise<number>;
  suggest(args: Omit<SuggestArguments, 'caller'>): Promise<Suggested>;
  facets: FacetCounter;
  /** Reads each document of this request once. */
  reader: PassageReader;
}
