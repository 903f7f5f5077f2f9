import {
  type ApolloGateway,
  buildOperationContext,
  executeQueryPlan,
  type GraphQLDataSource,
} from '@apollo/gateway';
import {
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  Kind,
  print,
  visit,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import type { Logger } from 'pino';
import { stringifyJson64 } from '../../lib/json64.ts';
import { tracedRequest } from '../../lib/tracing/tracing.ts';
import { gatewayError } from '../errors.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { withReasons } from '../planning/reasons.ts';
import type { RequestContext } from '../request-context.ts';
import type { SubgraphStream, SubscriptionRequest } from '../upstream/event-source.ts';
import type { StreamEvent } from './history.ts';
import { lastingStream } from './lasting.ts';
import { EVENT, subscriptionPlanner } from './plan.ts';
import { planningOf } from './planning.ts';
import type { Start } from './sequence.ts';
import { sharedStreams } from './shared.ts';

export interface SubscriptionOperation {
  document: DocumentNode;
  operationName?: string | undefined;
  variables: Record<string, unknown>;
  context: RequestContext;
}

/** @returns errors where it cannot start; else a stream that throws a GraphQLError where it fails */
export type Subscribe = (
  operation: SubscriptionOperation,
) => Promise<ExecutionResult | AsyncIterableIterator<FormattedExecutionResult>>;

/**
 * Subscriptions over the whole supergraph. The gateway's planner splits a subscription into a stream of the subgraph that
 * owns it and a rest that other subgraphs answer; each event is put in the place of the first and the gateway's own
 * executor does the rest, as for a query. One event of a stream is in flight at a time, a stream is shared by all who ask the same
 * with the same rights, and a reload of the supergraph leaves streams that run on the plan and schema that they started with.
 */
export function federatedSubscriptions(options: {
  gateway: ApolloGateway;
  /** Opens a stream of a subgraph. */
  openStream: (serviceName: string, request: SubscriptionRequest) => SubgraphStream;
  /** Stands between the executor and an event, as between it and a subgraph. */
  eventSource: (source: GraphQLDataSource) => GraphQLDataSource;
  /** Whether other subgraphs answer the same to all who have the same rights. */
  joinsForAll: boolean;
  /** The same text for requests that may share a stream. */
  rightsOf: (context: RequestContext) => string;
  /** Makes the errors of a result fit for a client's eyes. */
  present: (result: ExecutionResult) => FormattedExecutionResult;
  /** Events that may wait for one slow subscriber. */
  waitingEvents: number;
  metrics: GatewayMetrics;
  /** How long a lost subgraph is tried again, in milliseconds. */
  resumeMs: number;
  log: Logger;
}): Subscribe {
  const { gateway, openStream, present, log } = options;
  const planOf = subscriptionPlanner();
  const shared = sharedStreams({
    waitingEvents: options.waitingEvents,
    tooSlow: options.metrics.tooSlow,
  });
  const generations = generationNumbers();
  let unshared = 0;

  return async ({ document, operationName, variables, context: asked }) => {
    // What others share does not end with the one who came first.
    const context = { ...asked, left: undefined, deadline: undefined };
    const planning = planningOf(gateway);
    const operationContext = buildOperationContext({
      schema: planning.schema,
      operationDocument: document,
      ...(operationName && { operationName }),
    });
    const definitions = operationContext.operation.variableDefinitions ?? [];
    const { errors, coerced } = getVariableValues(planning.schema, definitions, variables);
    if (errors) return { errors: errors.map(gatewayError.wrongVariable) };
    const { serviceName, operation, kind, sequenced, eventPlan, joins } = planOf(
      planning,
      document,
      operationName,
    );
    const start = sequenced?.start(coerced);

    function openAt(from: Start): SubgraphStream {
      const names = sequenced?.variables ?? operation.variables;
      return openStream(serviceName, {
        query: sequenced?.query ?? operation.query,
        operationName: operation.operationName,
        variables: {
          ...Object.fromEntries(
            names.filter((name) => name in variables).map((name) => [name, variables[name]]),
          ),
          ...sequenced?.behind(from),
        },
        context,
      });
    }

    async function complete(event: ExecutionResult): Promise<FormattedExecutionResult> {
      const source = options.eventSource({ process: async () => event } as GraphQLDataSource);
      const result = await executeQueryPlan(
        eventPlan,
        { ...planning.sources, [EVENT]: source },
        {
          request: { variables, operationName },
          document,
          // Headers of answers have nowhere to go here, and are not to be gathered event after event.
          context: { ...context, answerHeaders: new Map() },
          metrics: {},
          logger: log,
          operation: operationContext.operation,
        } as never,
        operationContext,
        planning.supergraphSchema,
        planning.apiSchema,
      );
      for (const { extensions } of result.errors ?? []) {
        if (extensions.serviceName === EVENT) extensions.serviceName = serviceName;
      }
      return present(withReasons(result));
    }

    function open(): AsyncIterableIterator<StreamEvent> {
      const source = lastingStream({
        kind,
        start,
        resumeMs: options.resumeMs,
        open: openAt,
        sequenceOf: ({ data }) => sequenced?.sequenceOf(data),
      });
      const closed = options.metrics.stream(serviceName);
      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        async next() {
          const next = await source.next().catch((error) => {
            closed();
            throw error;
          });
          if (next.done) {
            closed();
            return { done: true, value: undefined };
          }
          if (next.value.away) {
            const errors = [gatewayError.subgraphAway(serviceName)];
            return { done: false, value: { result: present({ data: null, errors }), notice: true } };
          }
          const { event, sequence, partial } = next.value;
          const result = await tracedRequest('subscription event', context.headers, () => complete(event));
          return { done: false, value: { result, sequence, partial } };
        },
        async return() {
          closed();
          await source.return?.();
          return { done: true, value: undefined };
        },
      };
    }

    const key = stringifyJson64([
      generations.of(planning.queryPlanner),
      textOf(document),
      operationName ?? '',
      differing(variables, startVariable(document, sequenced?.startVariable)),
      joins && !options.joinsForAll ? ++unshared : options.rightsOf(context),
    ]);
    return shared.join({ key, kind, start, open });
  };
}

const texts = new WeakMap<DocumentNode, string>();

/** A document as it is now: it may have been changed since it was read. */
function textOf(document: DocumentNode): string {
  const text = texts.get(document) ?? print(document);
  texts.set(document, text);
  return text;
}

/** Variables in an order of their own, without the one that only says where the stream begins. */
function differing(variables: Record<string, unknown>, without: string | undefined): [string, unknown][] {
  return Object.entries(variables)
    .filter(([name]) => name !== without)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** `name`, where the whole document uses it once. */
function startVariable(document: DocumentNode, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  let uses = 0;
  visit(document, {
    enter(node) {
      if (node.kind === Kind.VARIABLE_DEFINITION) return false;
      if (node.kind === Kind.VARIABLE && node.name.value === name) uses += 1;
      return undefined;
    },
  });
  return uses === 1 ? name : undefined;
}

/** A number for each planner: streams of different supergraphs are different streams. */
function generationNumbers() {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  return {
    of(planner: object): number {
      const known = numbers.get(planner) ?? ++last;
      numbers.set(planner, known);
      return known;
    },
  };
}
