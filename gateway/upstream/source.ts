import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { type DocumentNode, type GraphQLError, type GraphQLFormattedError, Kind, parse } from 'graphql';
import type { Logger } from 'pino';
import { inProcess } from '../../lib/in-process.ts';
import { traced } from '../../lib/tracing/tracing.ts';
import { openIdentity } from '../access/identity.ts';
import { gatewayError } from '../errors.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { type RequestContext, requestContext } from '../request-context.ts';
import { presentSubgraphErrors, type Subgraph } from './errors.ts';
import type { SubgraphHeaders } from './headers.ts';
import { type SubgraphAnswer, subgraphHttp } from './http.ts';
import type { TrafficSettings } from './settings.ts';

export interface SubgraphSource extends GraphQLDataSource, AsyncDisposable {}

/**
 * Asks one subgraph: directly where it is in this process, else over HTTP with a pool of kept connections. A query whose
 * connection is lost is asked once more; a mutation never is. A subgraph that is away, slow or talks nonsense becomes errors
 * at the places that needed it.
 */
export function subgraphSource(options: {
  subgraph: Subgraph;
  headers: SubgraphHeaders;
  metrics: GatewayMetrics;
  log: Logger;
  traffic: TrafficSettings;
}): SubgraphSource {
  const { subgraph, headers, traffic, metrics, log } = options;
  const http = subgraphHttp(subgraph, traffic);

  function ask({ request, context, ...planned }: GraphQLDataSourceProcessOptions): Promise<SubgraphAnswer> {
    const { query = '', variables, operationName } = request;
    // The gateway itself asks without a context, when it starts.
    const client =
      context && 'caller' in context ? (context as RequestContext) : requestContext(openIdentity, {});
    const direct = subgraph.own ? inProcess(subgraph.url) : undefined;
    // A line that starts with "mutation" inside a block string costs a query its second try, no more.
    const isQuery = !/^\s*mutation\b/m.test(query);
    const seconds = (isQuery ? traffic.timeout.query : traffic.timeout.mutation) / 1000;
    if (!direct) {
      return http.ask(
        { query, variables, operationName },
        {
          headers: headers.of(client),
          answered: (answer) => headers.answered(client, answer),
          seconds,
          again: isQuery,
        },
      );
    }
    const document = ('document' in planned && planned.document) || parse(query);
    return withinTime(direct({ document, variables, caller: client.caller }), subgraph, seconds);
  }

  return {
    async process(asked: GraphQLDataSourceProcessOptions) {
      const done = metrics.subgraphRequest(subgraph.name);
      try {
        const answer = await traced(`subgraph ${subgraph.name}`, { kind: 'client' }, () => ask(asked));
        done(answer.errors ? 'error' : 'success');
        if (!answer.errors) return answer;
        return { ...answer, errors: presentSubgraphErrors(answer.errors, subgraph, log) };
      } catch (error) {
        const failure = error as GraphQLError;
        done(String(failure.extensions.code).toLowerCase());
        log.warn(
          { subgraph: subgraph.name, code: failure.extensions.code, err: failure.cause },
          failure.message,
        );
        return { errors: atEachPlace(failure, asked) };
      }
    },
    [Symbol.asyncDispose]: () => http[Symbol.asyncDispose](),
  };
}

async function withinTime<T>(answer: Promise<T>, { name }: Subgraph, seconds: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(gatewayError.subgraphTimeout(name, seconds)), seconds * 1000);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** One error for each field that the request was for, so that a client sees why each of them is null. */
function atEachPlace(
  failure: GraphQLError,
  { request: { query = '', variables } }: GraphQLDataSourceProcessOptions,
): GraphQLFormattedError[] {
  const { message, extensions } = failure;
  if (variables?.representations) return [{ message, extensions, path: ['_entities', 0] }];
  return rootNames(parse(query)).map((name) => ({ message, extensions, path: [name] }));
}

function rootNames({ definitions }: DocumentNode): string[] {
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return (operation?.selectionSet.selections ?? []).flatMap((node) =>
    node.kind === Kind.FIELD ? [node.alias?.value ?? node.name.value] : [],
  );
}
