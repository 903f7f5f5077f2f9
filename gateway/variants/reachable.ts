import {
  type ConstDirectiveNode,
  type DefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type TypeDefinitionNode,
  visit,
} from 'graphql';

/** Names of the types that a client can come to: from the root types, by what is not @inaccessible. */
export function reachableTypes(definitions: readonly DefinitionNode[]): Set<string> {
  const types = new Map<string, TypeDefinitionNode>();
  /** By interface, the types that implement it. */
  const implementers = new Map<string, string[]>();
  const reached = new Set<string>();
  for (const node of definitions) {
    if (!isTypeDefinitionNode(node)) continue;
    types.set(node.name.value, node);
    for (const { name } of ('interfaces' in node && node.interfaces) || []) {
      implementers.set(name.value, [...(implementers.get(name.value) ?? []), node.name.value]);
    }
  }

  function reach(name: string): void {
    const type = types.get(name);
    if (reached.has(name) || !type || isHidden(type)) return;
    reached.add(name);
    for (const implementer of implementers.get(name) ?? []) reach(implementer);
    visit(type, {
      [Kind.FIELD_DEFINITION]: skipHidden,
      [Kind.INPUT_VALUE_DEFINITION]: skipHidden,
      // What directives are given names no types.
      [Kind.DIRECTIVE]: () => false,
      [Kind.NAMED_TYPE]: (node) => reach(node.name.value),
    });
  }

  for (const node of definitions) {
    if (node.kind === Kind.SCHEMA_DEFINITION) {
      for (const { type } of node.operationTypes) reach(type.name.value);
    }
    if (node.kind === Kind.DIRECTIVE_DEFINITION) {
      visit(node, { [Kind.NAMED_TYPE]: ({ name }) => reach(name.value) });
    }
  }
  return reached;
}

function skipHidden(node: {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}): false | undefined {
  return isHidden(node) ? false : undefined;
}

export function isHidden({
  directives = [],
}: {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}): boolean {
  return directives.some(({ name }) => name.value === 'inaccessible');
}
