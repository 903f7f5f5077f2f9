import type { Caller } from '../../../lib/caller.ts';
import type { SearchInput } from '../../../schema/generated/query.ts';
import type { Page } from '../pages/present.ts';
import type { Suggested } from '../suggest/suggested.ts';
import type { Ranked } from './candidates.ts';
import type { SearchRequest } from './request.ts';

/** Another value in place of the one given, or nothing where it stays as it is. Values are not changed in place. */
export type Changed<T> = T | undefined | Promise<T | undefined>;

/**
 * What a deployment puts into every search. Each hook is a stage of its own, measured under `<name>:<hook>`. An error made
 * with GraphQLError and an `extensions.code` reaches the client; any other is logged, and hidden from it.
 */
export interface SearchMiddleware {
  /** Letters, digits, - and _; of its own among those of a deployment. */
  readonly name: string;
  /**
   * Another request. It is checked as if the client had sent it, and is all that the answer, its cache and its pages go by.
   */
  request?(input: SearchInput, caller: Caller): Changed<SearchInput>;
  /**
   * What of the caller the candidates depend on, such as "groups 3, 7". It is a part of the cache's key and of the pages'
   * cursors, so that callers of different scopes share no answer.
   */
  scope?(input: SearchInput, caller: Caller): string | Promise<string>;
  /**
   * Other candidates: some dropped, added, or in another order, which is the order of the answer. It is called once for the
   * list that all pages are cut from, and never for an answer out of the cache; so it sees the scope, and not the caller.
   */
  candidates?(ranked: Ranked, scope: string): Changed<Ranked>;
  /** Another page: hits dropped or changed. It is called for each page, also of an answer out of the cache. */
  answer?(page: Page, request: SearchRequest, caller: Caller): Changed<Page>;
  /** Other suggestions: texts or titles dropped or changed. `candidates` has seen the documents behind them before. */
  suggestions?(suggested: Suggested, request: SearchRequest, caller: Caller): Changed<Suggested>;
}
