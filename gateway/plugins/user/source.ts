import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GraphQLError } from 'graphql';
import type { RequestContext } from '../../request-context.ts';
import { atEachPlace } from '../../upstream/places.ts';
import type { PluginAnswer } from './plugin.ts';
import type { Plugins } from './run.ts';

/** A subgraph as plugins change what it is asked and what it answers. What the gateway itself asks for is left as it is. */
export function withFetchPlugins(
  source: GraphQLDataSource,
  name: string,
  plugins: Plugins,
): GraphQLDataSource {
  const { beforeFetch, afterFetch } = plugins;
  if (!beforeFetch && !afterFetch) return source;

  async function ask(asked: GraphQLDataSourceProcessOptions, client: RequestContext) {
    const { query = '', variables = {}, ...others } = asked.request;
    const planned = { subgraph: name, query, variables, headers: {} };
    const fetch = (await beforeFetch?.(planned, client)) ?? planned;
    const changed = {
      ...asked,
      request: { ...others, query: fetch.query, variables: fetch.variables },
      context: { ...client, fetchHeaders: fetch.headers },
      // It was parsed from the query that was planned.
      ...(fetch.query !== query && { document: undefined }),
    };
    const answer = await source.process(changed as GraphQLDataSourceProcessOptions);
    return (await afterFetch?.(answer as PluginAnswer, fetch, client)) ?? answer;
  }

  return {
    async process(asked) {
      const { context, request } = asked;
      if (!context || !('caller' in context)) return source.process(asked);
      try {
        return (await ask(asked, context as RequestContext)) as Awaited<
          ReturnType<GraphQLDataSource['process']>
        >;
      } catch (error) {
        return { errors: atEachPlace(error as GraphQLError, request.query ?? '', request.variables) };
      }
    },
  };
}
