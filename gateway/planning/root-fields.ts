import type { Operation, SelectionSet } from '@apollo/federation-internals';
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { Kind, type SelectionSetNode } from 'graphql';
import { documentOf } from './split-fetch.ts';

/**
 * Root fields of an operation, by their names in the answer, that its plan fetches from nowhere. The planner leaves out
 * without a word what it finds no subgraph for, and the answer would be null as if that were the truth.
 */
export function leftOut(operation: Operation, { node }: QueryPlan): string[] {
  const asked = new Set(unconditional(operation.selectionSet));
  const fetched = new Set(rootFetches(node).flatMap((fetch) => rootNames(fetch)));
  return [...asked].filter((name) => !fetched.has(name));
}

/** Names of the fields that are in every answer: what stands under @skip or @include may rightly be left out. */
function unconditional(set: SelectionSet): string[] {
  return set.selections().flatMap((selection) => {
    if (selection.element.appliedDirectives.length > 0) return [];
    if (selection.kind === 'FragmentSelection') return unconditional(selection.selectionSet);
    const { name } = selection.element;
    return name.startsWith('__') ? [] : [selection.element.responseName()];
  });
}

function rootFetches(node: QueryPlan['node']): FetchNode[] {
  switch (node?.kind) {
    case 'Fetch':
      return [node];
    case 'Subscription':
      return [node.primary];
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(rootFetches);
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((clause: PlanNode | undefined) => rootFetches(clause));
    default:
      return [];
  }
}

function rootNames(fetch: FetchNode): string[] {
  const [operation] = documentOf(fetch).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? namesIn(operation.selectionSet) : [];
}

function namesIn({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node.alias?.value ?? node.name.value];
    return node.kind === Kind.INLINE_FRAGMENT ? namesIn(node.selectionSet) : [];
  });
}
