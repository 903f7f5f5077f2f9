import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { createClient } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocket } from 'ws';
import { gatewayError } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { boundedStream } from './bounded-stream.ts';
import { presentSubgraphErrors, type Subgraph } from './errors.ts';
import type { SubgraphHeaders } from './headers.ts';
import { lookupOf } from './instances/address.ts';
import type { Ending, Instance } from './instances/instance.ts';
import type { Instances } from './instances/instances.ts';
import { livenessWatch } from './liveness.ts';

const NOWHERE = 'ws://nowhere.invalid/';
const CONNECT_MS = 2_000;
/** How long a socket without subscriptions is kept for the next one. */
const IDLE_MS = 5_000;

/** That are tried for one subscription. */
const MOST_INSTANCES = 10;

export interface SubscriptionRequest {
  query: string;
  variables: Record<string, unknown>;
  operationName?: string | undefined;
  context: RequestContext;
}

/** The subscriptions of one subgraph, over one WebSocket that is open while there are any. */
export interface EventSource extends AsyncDisposable {
  /** Events as the subgraph sends them. Ends with a GraphQLError where the subgraph says so or is lost. */
  open(request: SubscriptionRequest): SubgraphStream;
}

export interface SubgraphStream extends AsyncIterableIterator<ExecutionResult> {
  /** Whether the subgraph was reached and asked. */
  begun(): boolean;
  /** How long the subgraph had said nothing when it was given up, in milliseconds; 0 where it closed the connection. */
  silentMs(): number;
}

export function eventSource(options: {
  subgraph: Subgraph;
  headers: SubgraphHeaders;
  instances: Instances;
  /** Events that may wait to be taken. */
  waitingEvents: number;
  log: Logger;
}): EventSource {
  const { subgraph, headers, instances, log } = options;
  /** Where the socket goes, and what to tell of it when it is closed. */
  let instance: Instance | undefined;
  let left: (ending: Ending) => void = () => {};
  /** Whether somebody took the connection. */
  let reached = false;
  const liveness = livenessWatch(() => instance?.address);
  const client = createClient({
    async url() {
      instance = undefined;
      // graphql-ws has no way to be told of a failure here, but for a connection that fails.
      instance = await instances.pick().catch(() => undefined);
      if (!instance) return NOWHERE;
      left = instance.begin();
      reached = false;
      return instance.address.url.replace(/^http/, 'ws');
    },
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocols: string) {
        const lookup = instance && lookupOf(instance.address);
        super(url, protocols, { handshakeTimeout: CONNECT_MS, ...(lookup && { lookup }) });
      }
    },
    connectionParams: () => headers.connection(),
    connectionAckWaitTimeout: CONNECT_MS,
    lazyCloseTimeout: IDLE_MS,
    // Where nobody took the connection, another instance may. Else it would begin anew without the events in between.
    retryAttempts: MOST_INSTANCES,
    retryWait: async () => {},
    shouldRetry: () => !reached && instances.hasOther(new Set()),
    ...liveness.options,
  });

  let connected = false;
  let connections = 0;
  client.on('connected', () => {
    connected = true;
    connections += 1;
  });
  client.on('opened', () => {
    reached = true;
  });
  client.on('closed', () => {
    left(reached ? 'unknown' : 'unreachable');
    left = () => {};
    connected = false;
  });

  return {
    open({ query, variables, operationName, context }) {
      const asked = connections;
      const atOnce = connected;
      const stream = boundedStream<ExecutionResult>({
        bound: options.waitingEvents,
        overflow: () => gatewayError.subscriberTooSlow(options.waitingEvents),
        left: () => stop(),
      });
      const stop = client.subscribe(
        {
          query,
          variables,
          operationName: operationName ?? null,
          // One socket serves all clients, so that what is of one client goes with its operation.
          extensions: headers.of(context),
        },
        {
          next: (event) => stream.push(event as ExecutionResult),
          complete: () => stream.end(),
          error: (error) => stream.end(asGraphQLError(error, subgraph, log)),
        },
      );
      return Object.assign(stream.iterator, {
        begun: () => atOnce || connections > asked,
        silentMs: liveness.silentMs,
      });
    },
    async [Symbol.asyncDispose]() {
      await client.dispose();
    },
  };
}

/** graphql-ws hands over the subgraph's errors as an array; anything else is a lost or refused connection. */
function asGraphQLError(error: unknown, subgraph: Subgraph, log: Logger): GraphQLError {
  if (Array.isArray(error)) {
    const [first] = presentSubgraphErrors(error as GraphQLFormattedError[], subgraph, log);
    if (first) return new GraphQLError(first.message, { extensions: first.extensions ?? {} });
  }
  const { code, reason, message } = error as { code?: number; reason?: string; message?: string };
  log.warn({ subgraph: subgraph.name, code, reason: reason || message }, 'a stream of events was lost');
  return gatewayError.subgraphUnavailable(subgraph.name);
}
