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
  subgraphTimeout: (serviceName: string, seconds: number) =>
    failure(
      'SUBGRAPH_TIMEOUT',
      `The subgraph "${serviceName}" did not answer within ${seconds} s. Ask for less, or try again.`,
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
  tooManyOperations: (most: number) =>
    failure(
      'TOO_MANY_OPERATIONS',
      `This WebSocket has ${most} operations under way, which is the most. Complete one first, or open another socket.`,
    ),
  subscriptionNeedsStream: () =>
    failure(
      'SUBSCRIPTION_NEEDS_STREAM',
      'A subscription needs a stream: a WebSocket (graphql-transport-ws) or "Accept: text/event-stream", both at this address.',
      { http: { status: 406 } },
    ),
  /** @param places where it is missing in the answer; `path` is the first */
  unauthorized: ({ of, requirements }: Place, path: readonly (string | number)[], places = 1) =>
    new GraphQLError(
      `"${of}" is not for this request: it needs ${requirements.map(inWords).join(', and ')}. Leave it out, or ask with a key or token that has it.`,
      { path, extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', field: of, ...(places > 1 && { places }) } },
    ),
  cannotPlan: (detail: string) =>
    failure('OPERATION_NOT_PLANNABLE', `This operation cannot be planned: ${detail}`),
};
