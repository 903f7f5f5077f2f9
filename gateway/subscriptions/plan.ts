import { operationFromDocument } from '@apollo/federation-internals';
import type { QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { gatewayError } from '../errors.ts';
import { type EventKind, eventKindOf } from './event-kind.ts';
import type { Planning } from './planning.ts';
import { type SequencedOperation, sequencedOperation } from './sequence.ts';

/** The name under which a plan finds the event instead of a subgraph. No subgraph can be called this. */
export const EVENT = '\u0000event';

/** How a subscription is run: a stream of one subgraph, and what is done with each of its events. */
export interface SubscriptionPlan {
  serviceName: string;
  operation: { query: string; operationName: string | undefined; variables: readonly string[] };
  kind: EventKind | undefined;
  /** Of a SEQUENCE: the operation to send instead. */
  sequenced?: SequencedOperation | undefined;
  /** What the gateway's executor runs for an event, which it finds under EVENT. */
  eventPlan: QueryPlan;
  /** Whether that asks other subgraphs. */
  joins: boolean;
}

/** Plans subscriptions, and remembers the plan of a document for as long as the planner is the same. */
export function subscriptionPlanner() {
  const plans = new WeakMap<DocumentNode, { planner: unknown; byName: Map<string, SubscriptionPlan> }>();

  return (planning: Planning, document: DocumentNode, operationName = ''): SubscriptionPlan => {
    let known = plans.get(document);
    if (known?.planner !== planning.queryPlanner) {
      known = { planner: planning.queryPlanner, byName: new Map() };
      plans.set(document, known);
    }
    let plan = known.byName.get(operationName);
    if (!plan) {
      plan = planned(planning, document, operationName);
      known.byName.set(operationName, plan);
    }
    return plan;
  };
}

function planned(planning: Planning, document: DocumentNode, operationName: string): SubscriptionPlan {
  const name = operationName ? { operationName } : {};
  const { node } = planning.queryPlanner.buildQueryPlan(
    operationFromDocument(planning.apiSchema, document, name),
  );
  if (node?.kind !== 'Subscription') throw gatewayError.cannotPlan('it has no field of a subgraph.');
  const { primary, rest } = node as SubscriptionNode;
  const kind = eventKindOf(planning.supergraphSchema, rootField(primary.operation));
  return {
    serviceName: primary.serviceName,
    operation: {
      query: primary.operation,
      operationName: primary.operationName,
      variables: primary.variableUsages ?? [],
    },
    kind,
    sequenced: kind === 'SEQUENCE' ? sequencedOperation(primary.operation) : undefined,
    joins: rest !== undefined,
    eventPlan: {
      kind: 'QueryPlan',
      node: {
        kind: 'Sequence',
        nodes: [{ ...primary, serviceName: EVENT, variableUsages: [] }, ...(rest ? [rest] : [])],
      },
    },
  };
}

/** The one field of a planned subscription. */
function rootField(query: string): string {
  const [operation] = parse(query, { noLocation: true }).definitions;
  const [field] = (operation as OperationDefinitionNode).selectionSet.selections;
  return field?.kind === Kind.FIELD ? field.name.value : '';
}
