import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, Kind, print, stripIgnoredCharacters, visit } from 'graphql';
import { type Renaming, renamedKeys } from './renaming.ts';
import { type RequiredFields, STAND_IN } from './required-fields.ts';
import { documentOf, splitConflicts } from './split-fetch.ts';

/** The plan with each fetch replaced by what `change` makes of it. */
export function mapFetches(plan: QueryPlan, change: (fetch: FetchNode) => PlanNode): QueryPlan {
  function mapped(node: PlanNode): PlanNode {
    switch (node.kind) {
      case 'Fetch':
        return change(node);
      case 'Sequence':
      case 'Parallel':
        return { ...node, nodes: node.nodes.map(mapped) };
      case 'Flatten':
        return { ...node, node: mapped(node.node) };
      case 'Condition':
        return {
          ...node,
          ...(node.ifClause && { ifClause: mapped(node.ifClause) }),
          ...(node.elseClause && { elseClause: mapped(node.elseClause) }),
        };
      default:
        return node;
    }
  }
  const { node } = plan;
  if (!node) return plan;
  if (node.kind !== 'Subscription') return { ...plan, node: mapped(node) };
  const primary = change(node.primary);
  // What starts a subscription requires nothing, and so stays one fetch.
  if (primary.kind !== 'Fetch') return plan;
  return { ...plan, node: { ...node, primary, ...(node.rest && { rest: mapped(node.rest) }) } };
}

/**
 * Makes of the planner's fetches what is to be sent: fields that stand in for others become aliases of those, fetches that
 * would need one field in two ways become two, and renaming is left to `renaming`.
 */
export function correctFetch(fetch: FetchNode, required: RequiredFields, renaming: Renaming): PlanNode {
  const parts = splitConflicts(fetch, required).map((part) => sent(part, required, renaming));
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'Parallel', nodes: parts };
}

function sent(fetch: FetchNode, { fields }: RequiredFields, renaming: Renaming): FetchNode {
  const outputs = (fetch.outputRewrites ?? []).filter((rewrite) => rewrite.kind === 'KeyRenamer');
  const before = documentOf(fetch);
  const document = visit(before, {
    [Kind.FIELD](node) {
      const stands = STAND_IN.test(node.name.value) ? fields.get(node.name.value) : undefined;
      if (!stands) return undefined;
      const alias = node.alias ?? node.name;
      return { ...node, alias, name: { kind: Kind.NAME, value: stands.field }, arguments: stands.arguments };
    },
  });
  const inputs = JSON.stringify(fetch.requires ?? []).includes('_kg');
  if (document === before && !inputs && outputs.length === 0) return fetch;

  // Each has a document of its own, by which its renaming is found.
  const own: DocumentNode = { ...document };
  renaming.set(own, {
    inputs: inputs ? (value) => renamedKeys(value, (key) => fields.get(key)?.field) : undefined,
    outputs: outputs.map(({ path, renameKeyTo }) => ({ path, to: renameKeyTo })),
  });
  const rest = fetch.outputRewrites?.filter((rewrite) => rewrite.kind !== 'KeyRenamer');
  return {
    ...fetch,
    operation: stripIgnoredCharacters(print(own)),
    operationDocumentNode: own,
    ...(rest && { outputRewrites: rest }),
  };
}
