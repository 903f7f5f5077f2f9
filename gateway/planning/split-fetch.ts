import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { needKey, type RequiredFields } from './required-fields.ts';

/** What fields of one fetch require: by its path from the entity, the name that stands for each. */
type Needs = Map<string, string>;

/**
 * The planner asks a subgraph for all fields of an entity at once. Where two of them require the same field with other
 * arguments, one representation cannot carry both, and the fetch becomes several, each with what can go together.
 */
export function splitConflicts(fetch: FetchNode, { fields, needs }: RequiredFields): FetchNode[] {
  if (!fetch.requires || fields.size === 0) return [fetch];
  const document = documentOf(fetch);
  const groups: Needs[] = [];
  const groupOf = new Map<string, Needs>();
  eachEntityField(document, (type, field) => {
    const key = needKey(fetch.serviceName, type, field);
    const its = needs.get(key);
    if (!its || groupOf.has(key)) return;
    const fits = groups.find((known) => [...its].every(([path, name]) => (known.get(path) ?? name) === name));
    const group = fits ?? new Map<string, string>();
    if (!fits) groups.push(group);
    for (const [path, name] of its) group.set(path, name);
    groupOf.set(key, group);
  });
  if (groups.length < 2) return [fetch];

  return groups.map((group, at) => {
    const part = onlyEntityFields(document, (type, field) => {
      const its = groupOf.get(needKey(fetch.serviceName, type, field));
      return its === undefined ? at === 0 : its === group;
    });
    const used = variablesIn(part);
    return {
      ...fetch,
      requires: onlyNeeded(
        fetch.requires ?? [],
        '',
        (path, name) => !fields.has(name) || group.get(path) === name,
        fields,
      ),
      variableUsages: (fetch.variableUsages ?? []).filter((name) => used.has(name)),
      operation: stripIgnoredCharacters(print(part)),
      operationDocumentNode: part,
    };
  });
}

export function documentOf(fetch: FetchNode): DocumentNode {
  return fetch.operationDocumentNode ?? parse(fetch.operation, { noLocation: true });
}

/** The fields that are asked of entities, each with the type of the fragment that it stands in. */
function eachEntityField(document: DocumentNode, visitor: (type: string, field: string) => void): void {
  onlyEntityFields(document, (type, field) => {
    visitor(type, field);
    return true;
  });
}

/** The document with those fields of entities only that `keep` says. */
function onlyEntityFields(
  document: DocumentNode,
  keep: (type: string, field: string) => boolean,
): DocumentNode {
  function kept(set: SelectionSetNode, type: string): SelectionSetNode {
    const selections = set.selections.flatMap((node): SelectionNode[] => {
      if (node.kind === Kind.FIELD)
        return node.name.value === '__typename' || keep(type, node.name.value) ? [node] : [];
      if (node.kind === Kind.FRAGMENT_SPREAD) return [node];
      const selectionSet = kept(node.selectionSet, node.typeCondition?.name.value ?? type);
      return selectionSet.selections.length > 0 ? [{ ...node, selectionSet }] : [];
    });
    return { ...set, selections };
  }
  const part = visit(document, {
    [Kind.FIELD]: {
      enter(node) {
        if (node.name.value !== '_entities' || !node.selectionSet) return false;
        return { ...node, selectionSet: kept(node.selectionSet, '') };
      },
    },
  });
  const used = variablesIn(part);
  return visit(part, {
    [Kind.VARIABLE_DEFINITION]: (node) => (used.has(node.variable.name.value) ? undefined : null),
  });
}

function variablesIn(document: DocumentNode): Set<string> {
  const used = new Set<string>();
  visit(document, {
    [Kind.VARIABLE_DEFINITION]: () => false,
    [Kind.VARIABLE]: ({ name }) => void used.add(name.value),
  });
  return used;
}

/** What a fetch requires without the stand-ins that are not for it, and without what holds nothing but them. */
function onlyNeeded(
  nodes: readonly QueryPlanSelectionNode[],
  path: string,
  needed: (path: string, name: string) => boolean,
  fields: RequiredFields['fields'],
): QueryPlanSelectionNode[] {
  return nodes.flatMap((node): QueryPlanSelectionNode[] => {
    const place = node.kind === 'Field' ? `${path}.${fields.get(node.name)?.field ?? node.name}` : path;
    if (node.kind === 'Field' && !needed(place, node.name)) return [];
    if (!node.selections) return [node];
    const selections = onlyNeeded(node.selections, place, needed, fields);
    return selections.length > 0 ? [{ ...node, selections }] : [];
  });
}
