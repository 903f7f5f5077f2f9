import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { type GraphQLError, parse } from 'graphql';
import type { Logger } from 'pino';
import { inProcess } from '../../lib/in-process.ts';
import { traced } from '../../lib/tracing/tracing.ts';
import { openIdentity } from '../access/identity.ts';
import { gatewayError } from '../errors.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { type RequestContext, requestContext } from '../request-context.ts';
import { timerUntil } from './deadline.ts';
import { presentSubgraphErrors, type Subgraph } from './errors.ts';
import { type SubgraphAnswer, type SubgraphHttp, timeFor, type Writes } from './http.ts';
import { atEachPlace } from './places.ts';
import type { TrafficSettings } from './settings.ts';

/**
 * Asks one subgraph: directly where it is in this process, else over HTTP. A subgraph that is away, slow or talks nonsense
 * becomes errors at the places that needed it.
 */
export function subgraphSource(options: {
  subgraph: Subgraph;
  http: SubgraphHttp;
  traffic: TrafficSettings;
  writes: Writes;
  metrics: GatewayMetrics;
  log: Logger;
}): GraphQLDataSource {
  const { subgraph, http, traffic, writes, metrics, log } = options;

  async function ask({
    request,
    context,
    ...planned
  }: GraphQLDataSourceProcessOptions): Promise<SubgraphAnswer> {
    const { query = '', variables, operationName } = request;
    // The gateway itself asks without a context, when it starts.
    const client =
      context && 'caller' in context ? (context as RequestContext) : requestContext(openIdentity, {});
    const direct = subgraph.own ? inProcess(subgraph.url) : undefined;
    // A line that starts with "mutation" inside a block string costs a query its second try, no more.
    const read = !/^\s*mutation\b/m.test(query);
    try {
      if (!direct) return await http.ask({ query, variables, operationName }, client, read);
      const document = ('document' in planned && planned.document) || parse(query);
      const answer = direct({ document, variables, caller: client.caller });
      return await withinTime(answer, subgraph, client, read, traffic);
    } finally {
      if (!read) writes.count += 1;
    }
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
        const { query = '', variables } = asked.request;
        return { errors: atEachPlace(failure, query, variables) };
      }
    },
  };
}

/** What is asked in this process cannot be taken back: only the waiting ends. */
function withinTime<T>(
  answer: Promise<T>,
  { name }: Subgraph,
  client: RequestContext,
  read: boolean,
  { timeout }: TrafficSettings,
): Promise<T> {
  const { until, milliseconds } = timeFor(read ? timeout.query : timeout.mutation, client);
  const left = read ? client.left?.signal : undefined;
  return new Promise((resolve, reject) => {
    const leave = () => reject(gatewayError.clientGone());
    const timer = timerUntil(until, () => reject(gatewayError.subgraphTimeout(name, milliseconds / 1000)));
    if (left?.aborted) leave();
    else left?.addEventListener('abort', leave, { once: true });
    answer
      .finally(() => {
        clearTimeout(timer);
        left?.removeEventListener('abort', leave);
      })
      .then(resolve, reject);
  });
}
