import { operationFromDocument } from '@apollo/federation-internals';
import {
  type ApolloGateway,
  buildOperationContext,
  executeQueryPlan,
  type GraphQLDataSource,
} from '@apollo/gateway';
import type { QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import type { Logger } from 'pino';
import { gatewayError } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import type { SubscriptionRequest } from '../upstream/event-source.ts';
import { type Planning, planningOf } from './planning.ts';
import { openFor } from './state-stream.ts';

export interface SubscriptionOperation {
  document: DocumentNode;
  operationName?: string | undefined;
  variables: Record<string, unknown>;
  context: RequestContext;
}

export type Subscribe = (
  operation: SubscriptionOperation,
) => Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>>;

/** The name under which a plan finds the event instead of a subgraph. No subgraph can be called this. */
const EVENT = '\u0000event';

/**
 * Subscriptions over the whole supergraph. The gateway's planner splits a subscription into a stream of the subgraph that
 * owns it and a rest that other subgraphs answer; each event is put in the place of the first and the gateway's own
 * executor does the rest, as for a query. One event is in flight at a time, and a reload of the supergraph leaves
 * subscriptions that run on the plan and schema that they started with.
 * @param openStream opens the stream of the subgraph that owns the subscription
 */
export function federatedSubscriptions(
  gateway: ApolloGateway,
  openStream: (serviceName: string, request: SubscriptionRequest) => AsyncIterableIterator<ExecutionResult>,
  log: Logger,
): Subscribe {
  const plans = new WeakMap<DocumentNode, { planner: unknown; byName: Map<string, SubscriptionNode> }>();

  function planOf(
    planning: Planning,
    { document, operationName = '' }: SubscriptionOperation,
  ): SubscriptionNode {
    let known = plans.get(document);
    if (known?.planner !== planning.queryPlanner) {
      known = { planner: planning.queryPlanner, byName: new Map() };
      plans.set(document, known);
    }
    const planned = known.byName.get(operationName);
    if (planned) return planned;
    const name = operationName ? { operationName } : {};
    const { node } = planning.queryPlanner.buildQueryPlan(
      operationFromDocument(planning.apiSchema, document, name),
    );
    if (node?.kind !== 'Subscription') throw gatewayError.cannotPlan('it has no field of a subgraph.');
    known.byName.set(operationName, node);
    return node;
  }

  return async (operation) => {
    const { document, operationName, variables } = operation;
    const planning = planningOf(gateway);
    const operationContext = buildOperationContext({
      schema: planning.schema,
      operationDocument: document,
      ...(operationName && { operationName }),
    });
    const definitions = operationContext.operation.variableDefinitions ?? [];
    const { errors } = getVariableValues(planning.schema, definitions, variables);
    if (errors) return { errors };

    const { primary, rest } = planOf(planning, operation);
    const used = (primary.variableUsages ?? []).filter((name) => name in variables);
    const request = {
      query: primary.operation,
      variables: Object.fromEntries(used.map((name) => [name, variables[name]])),
      operationName: primary.operationName,
      context: operation.context,
    };
    const stream = openFor(rootField(operationContext.operation), (waitingEvents) =>
      openStream(primary.serviceName, { ...request, waitingEvents }),
    );
    const eventPlan: QueryPlan = {
      kind: 'QueryPlan',
      node: {
        kind: 'Sequence',
        nodes: [{ ...primary, serviceName: EVENT, variableUsages: [] }, ...(rest ? [rest] : [])],
      },
    };

    async function complete(event: ExecutionResult): Promise<ExecutionResult> {
      const source = { process: async () => event } as GraphQLDataSource;
      const request = { variables, operationName: operationName ?? undefined };
      const requestContext = {
        request,
        document,
        context: operation.context,
        metrics: {},
        logger: log,
        operation: operationContext.operation,
      };
      const result = await executeQueryPlan(
        eventPlan,
        { ...planning.sources, [EVENT]: source },
        requestContext as never,
        operationContext,
        planning.supergraphSchema,
        planning.apiSchema,
      );
      for (const { extensions } of result.errors ?? []) {
        if (extensions.serviceName === EVENT) extensions.serviceName = primary.serviceName;
      }
      return result;
    }

    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        const event = await stream.next();
        return event.done
          ? { done: true, value: undefined }
          : { done: false, value: await complete(event.value) };
      },
      async return() {
        await stream.return?.();
        return { done: true, value: undefined };
      },
      async throw(error) {
        await stream.return?.();
        throw error;
      },
    };
  };
}

/** The one field of a subscription; '' where it stands in a fragment. */
function rootField({ selectionSet: { selections } }: OperationDefinitionNode): string {
  const [field] = selections;
  return field?.kind === 'Field' ? field.name.value : '';
}
