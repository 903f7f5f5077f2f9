import { GraphQLError } from 'graphql';
import type { Place } from './access/analyse.ts';
import { inWords } from './access/requirement.ts';

function failure(code: string, message: string, extensions: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}

export const SUBSCRIBER_TOO_SLOW = 'SUBSCRIBER_TOO_SLOW';
export const SUBGRAPH_UNAVAILABLE = 'SUBGRAPH_UNAVAILABLE';

/** Every error that the gateway itself gives to a client. `serviceName` is the subgraph's name, never its address. */
export const gatewayError = {
  subgraphUnavailable: (serviceName: string) =>
    failure(
      SUBGRAPH_UNAVAILABLE,
      `The subgraph "${serviceName}" cannot be reached now. It is tried again with each request; see /health.`,
      { serviceName },
    ),
  subgraphPaused: (serviceName: string) =>
    failure(
      'SUBGRAPH_UNAVAILABLE',
      `The subgraph "${serviceName}" failed too often of late and is left alone for a moment. Try again in a few seconds; see /health.`,
      { serviceName },
    ),
  /** Seen by nobody but the log. */
  clientGone: () => failure('CLIENT_GONE', 'The client has gone: nobody waits for this answer.'),
  subgraphTimeout: (serviceName: string, seconds: number) =>
    failure(
      'SUBGRAPH_TIMEOUT',
      `The subgraph "${serviceName}" did not answer within ${Number(seconds.toFixed(3))} s. Ask for less, or try again.`,
      { serviceName },
    ),
  subgraphBadResponse: (serviceName: string, detail: string) =>
    failure(
      'SUBGRAPH_BAD_RESPONSE',
      `The subgraph "${serviceName}" gave no GraphQL answer: ${detail}. See its log.`,
      { serviceName },
    ),
  /** An event in place of those that cannot come now: the subscription goes on by itself. */
  subgraphAway: (serviceName: string) =>
    failure(
      SUBGRAPH_UNAVAILABLE,
      `The subgraph "${serviceName}" cannot be reached now. This subscription goes on by itself when it is back, without losing an event.`,
      { serviceName, resuming: true },
    ),
  /** @param after the sequence of the last event that it gets, where its events have one */
  subscriberTooSlow: (waiting: number, after?: number) =>
    failure(
      SUBSCRIBER_TOO_SLOW,
      `More than ${waiting} events waited to be taken by this subscriber, so its subscription ends here. ${
        after === undefined
          ? 'Subscribe again, and take its events faster.'
          : `Subscribe again with "after: ${after}", the last sequence that arrives: nothing is lost.`
      }`,
      after === undefined ? {} : { after },
    ),
  pluginFailed: (id: string) =>
    failure(
      'PLUGIN_FAILED',
      `A plugin of this gateway failed; the gateway's log has the details under the id ${id}.`,
      { id },
    ),
  gatewayEnds: () =>
    failure(
      'GATEWAY_ENDS',
      'This gateway ends, and the subscription with it. Subscribe again, with "after" set to the last sequence that arrived: nothing is lost.',
    ),
  tooManyOperations: (most: number) =>
    failure(
      'TOO_MANY_OPERATIONS',
      `This WebSocket has ${most} operations under way, which is the most. Complete one first, or open another socket.`,
    ),
  subscriptionNeedsStream: () =>
    failure(
      'SUBSCRIPTION_NEEDS_STREAM',
      'A subscription needs a stream: a WebSocket (graphql-transport-ws), "Accept: text/event-stream" or "Accept: multipart/mixed;subscriptionSpec=1.0", all at this address.',
      { http: { status: 406 } },
    ),
  documentMissing: () =>
    failure('BAD_REQUEST', '"query" must be a GraphQL document.', { http: { status: 400 } }),
  documentNotFound: (id: string) =>
    failure(
      'DOCUMENT_NOT_FOUND',
      `There is no trusted document "${id.slice(0, 100)}". Publish the manifest that has it.`,
      {
        http: { status: 404 },
      },
    ),
  documentNotTrusted: () =>
    failure(
      'DOCUMENT_NOT_TRUSTED',
      'This gateway runs trusted documents only, and this is none. Send the id of one, or publish the manifest that has it.',
      { http: { status: 403 } },
    ),
  documentHashWrong: () =>
    failure('BAD_REQUEST', 'The sha256Hash of the persisted query is not that of "query".', {
      http: { status: 400 },
    }),
  rateLimited: (name: string, most: number, unit: string, window: number, retryAfter: number) =>
    failure(
      'RATE_LIMITED',
      `The limit "${name}" is ${most} ${unit === 'cost' ? 'units of cost' : 'operations'} in ${window} s. Ask again in ${retryAfter} s.`,
      { limit: name, retryAfter, http: { status: 429 } },
    ),
  costBeyondRate: (name: string, cost: number, most: number) =>
    failure(
      'COST_TOO_HIGH',
      `This operation is reckoned to cost ${cost}; the limit "${name}" allows ${most} in all. Ask for less at a time.`,
      { cost, most, http: { status: 400 } },
    ),
  costTooHigh: (cost: number, most: number) =>
    failure(
      'COST_TOO_HIGH',
      `This operation is reckoned to cost ${cost}; the most is ${most}. Ask for smaller pages, or for fewer fields inside lists.`,
      { cost, most, http: { status: 400 } },
    ),
  listSize: (field: string, names: readonly string[], given: number) =>
    failure(
      'LIST_SIZE_UNCLEAR',
      `"${field}" needs ${names.length > 1 ? 'just one of the arguments' : 'the argument'} ${names.map((name) => `"${name}"`).join(', ')}, which says how long its list is; ${given} are given.`,
      { field, arguments: names, http: { status: 400 } },
    ),
  /** As Apollo Server says it of a query. */
  wrongVariable: ({ message, nodes }: GraphQLError) =>
    new GraphQLError(message, {
      nodes,
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
    }),
  nullVariable: (variable: string, argument: string) =>
    failure(
      'BAD_USER_INPUT',
      `${argument}: must not be null, as the variable "$${variable}" is. Leave it out: a default then takes its place.`,
      { argument, http: { status: 400 } },
    ),
  overloaded: (retryAfter: number) =>
    failure('OVERLOADED', `The gateway has more to do than it can now. Try again in ${retryAfter} s.`, {
      retryAfter,
      http: { status: 503 },
    }),
  operationTimeout: (ms: number) =>
    failure(
      'OPERATION_TIMEOUT',
      `This operation was not done within ${ms / 1000} s. Ask for less, or try again.`,
      {
        http: { status: 504 },
      },
    ),
  subscriptionTooLong: (ms: number) =>
    failure(
      'SUBSCRIPTION_TOO_LONG',
      `A subscription lasts ${ms / 1000} s at most. Subscribe again, with "after" set to the last sequence that arrived where there is one.`,
    ),
  /** @param places where it is missing in the answer; `path` is the first */
  unauthorized: ({ of, requirements }: Place, path?: readonly (string | number)[], places = 1) =>
    new GraphQLError(
      `"${of}" is not for this request: it needs ${requirements.map(inWords).join(', and ')}. Leave it out, or ask with a key or token that has it.`,
      {
        path: path ?? null,
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', field: of, ...(places > 1 && { places }) },
      },
    ),
  variantNotFound: (name: string) =>
    failure('VARIANT_NOT_FOUND', `There is no variant "${name}" of this graph.`, { http: { status: 404 } }),
  cannotPlan: (detail: string) =>
    failure('OPERATION_NOT_PLANNABLE', `This operation cannot be planned: ${detail}`),
};
