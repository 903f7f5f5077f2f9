import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Analysis, fieldType, type Place } from './analyse.ts';

/** An operation without the fields that are not for who asks, and what its answer needs to be made whole. */
export interface Redacted {
  document: DocumentNode;
  /** The fields that were taken out, by the response name of what stands in their place. */
  removed: ReadonlyMap<string, Place>;
  /** The answer's shape at its root. */
  shape: Shape;
}

/** A level of an answer, as far as something below it was taken out. */
export interface Shape {
  /** By response name: its type, and its own shape. */
  field(name: string): { type: GraphQLOutputType; shape: Shape } | undefined;
}

interface Part {
  set: SelectionSetNode;
  parent: GraphQLCompositeType;
}

/**
 * Puts a `__typename` in the place of each field in `unmet`: the object that it is of is still asked for, so that an answer tells
 * null of the field and not of the object, and selections are never empty.
 */
export function redact(
  schema: GraphQLSchema,
  document: DocumentNode,
  { operation, places }: Analysis,
  unmet: ReadonlySet<Place>,
): Redacted {
  const byNode = new Map(places.map((place, at) => [place.node, { place, alias: `__kitegraph${at}` }]));
  const removed = new Map<string, Place>();
  const touched = new Set<SelectionSetNode>();
  const originals = fragmentsOf(document);
  const fragments = new Map<string, FragmentDefinitionNode>();

  function rewrite(set: SelectionSetNode): SelectionSetNode {
    let changed = false;
    const selections = set.selections.map((selection) => {
      const after = rewriteOne(selection);
      if (after !== selection || (after.kind === Kind.FRAGMENT_SPREAD && isTouched(after.name.value)))
        changed = true;
      return after;
    });
    if (!changed) return set;
    const rewritten = { ...set, selections };
    touched.add(rewritten);
    return rewritten;
  }

  function rewriteOne(selection: SelectionNode): SelectionNode {
    if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet)
      return selection.kind === Kind.FIELD ? rewriteField(selection) : selection;
    if (selection.kind === Kind.FIELD) return rewriteField(selection);
    const selectionSet = rewrite(selection.selectionSet);
    return selectionSet === selection.selectionSet ? selection : { ...selection, selectionSet };
  }

  function rewriteField(node: FieldNode): FieldNode {
    const found = byNode.get(node);
    if (found && unmet.has(found.place)) {
      removed.set(found.alias, found.place);
      const name = { kind: Kind.NAME, value: '__typename' } as const;
      const alias = { kind: Kind.NAME, value: found.alias } as const;
      return { kind: Kind.FIELD, name, alias, directives: node.directives ?? [] };
    }
    const selectionSet = node.selectionSet && rewrite(node.selectionSet);
    return !selectionSet || selectionSet === node.selectionSet ? node : { ...node, selectionSet };
  }

  function isTouched(name: string): boolean {
    let fragment = fragments.get(name);
    const original = originals.get(name);
    if (!fragment && original) {
      fragment = { ...original, selectionSet: rewrite(original.selectionSet) };
      fragments.set(name, fragment);
    }
    return fragment !== undefined && touched.has(fragment.selectionSet);
  }

  const own = { ...operation, selectionSet: rewrite(operation.selectionSet) };
  const used = usedFragments(own.selectionSet, fragments);
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) throw new Error(`the schema has no ${operation.operation}`);
  return {
    // Without the place in the client's text, which is not what this says.
    document: { kind: Kind.DOCUMENT, definitions: [own, ...used] },
    removed,
    shape: shapeOf([{ set: own.selectionSet, parent: rootType }]),
  };

  /** Made as answers need it: an operation can describe far more than it is answered with. */
  function shapeOf(parts: readonly Part[]): Shape {
    let fields: Map<string, { type: GraphQLOutputType; parts: Part[]; shape?: Shape }> | undefined;
    return {
      field(name) {
        fields ??= collect(parts);
        const field = fields.get(name);
        if (!field) return undefined;
        field.shape ??= shapeOf(field.parts);
        return { type: field.type, shape: field.shape };
      },
    };
  }

  function collect(parts: readonly Part[]) {
    const fields = new Map<string, { type: GraphQLOutputType; parts: Part[] }>();
    const seen = new Set<string>();
    const visit = ({ set, parent }: Part): void => {
      if (!touched.has(set)) return;
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          const type = fieldType(parent, selection.name.value);
          const named = type && getNamedType(type);
          if (!selection.selectionSet || !isCompositeType(named) || !touched.has(selection.selectionSet))
            continue;
          const name = (selection.alias ?? selection.name).value;
          const field = fields.get(name) ?? { type: type as GraphQLOutputType, parts: [] };
          field.parts.push({ set: selection.selectionSet, parent: named });
          fields.set(name, field);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          visit({
            set: selection.selectionSet,
            parent: typeNamed(selection.typeCondition?.name.value) ?? parent,
          });
        } else if (!seen.has(selection.name.value)) {
          seen.add(selection.name.value);
          const fragment = fragments.get(selection.name.value);
          const type = typeNamed(fragment?.typeCondition.name.value);
          if (fragment && type) visit({ set: fragment.selectionSet, parent: type });
        }
      }
    };
    parts.forEach(visit);
    return fields;
  }

  function typeNamed(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const found = document.definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  return new Map(found.map((node) => [node.name.value, node]));
}

/** The fragments that a selection still uses, directly or through others. */
function usedFragments(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): FragmentDefinitionNode[] {
  const used = new Map<string, FragmentDefinitionNode>();
  const visit = (inner: SelectionSetNode): void => {
    for (const selection of inner.selections) {
      if (selection.kind !== Kind.FRAGMENT_SPREAD) {
        if (selection.selectionSet) visit(selection.selectionSet);
        continue;
      }
      const fragment = fragments.get(selection.name.value);
      if (!fragment || used.has(fragment.name.value)) continue;
      used.set(fragment.name.value, fragment);
      visit(fragment.selectionSet);
    }
  };
  visit(set);
  return [...used.values()];
}
