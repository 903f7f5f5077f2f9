import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Where an object stands, the executor takes it for the interface or union that a fragment in it is on (`me { ... on Node { ... on
 * User { name } } }`), and leaves out what a fragment inside asks of the object. As such a condition always holds, it is left away
 * here, and what is inside stays with the object.
 * @param document valid by `schema`
 * @returns the same document where there is no such condition, which is nearly always
 */
export function narrowed(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  let found = false;

  const typeOf = (name: string | undefined): GraphQLCompositeType | undefined => {
    const type = name === undefined ? undefined : schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  };
  const inside = (set: SelectionSetNode, type: GraphQLCompositeType): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((selection) => selected(selection, type)),
  });

  function selected(selection: SelectionNode, parent: GraphQLCompositeType): SelectionNode[] {
    if (selection.kind === Kind.FIELD) {
      const field = 'getFields' in parent ? parent.getFields()[selection.name.value] : undefined;
      const type = field && getNamedType(field.type);
      if (!selection.selectionSet || !isCompositeType(type)) return [selection];
      return [{ ...selection, selectionSet: inside(selection.selectionSet, type) }];
    }
    const content = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const condition = content?.typeCondition ? typeOf(content.typeCondition.name.value) : parent;
    if (!content || !condition) return [selection];
    if (isObjectType(parent) && isAbstractType(condition)) return always(selection, content, parent);
    // What is in a fragment with a name is looked at where the fragment is.
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    return [{ ...selection, selectionSet: inside(selection.selectionSet, condition) }];
  }

  /** A fragment on an interface or union of which the object where it stands is one. */
  function always(
    selection: InlineFragmentNode | FragmentSpreadNode,
    content: InlineFragmentNode | FragmentDefinitionNode,
    parent: GraphQLObjectType,
  ): SelectionNode[] {
    // Within the interface a fragment may be on what the object is not: then it never applies.
    const selections = content.selectionSet.selections.filter((each) => {
      if (each.kind === Kind.FIELD) return true;
      const on = each.kind === Kind.INLINE_FRAGMENT ? each : fragments.get(each.name.value);
      const type = typeOf(on?.typeCondition?.name.value);
      return !type || type === parent || (isAbstractType(type) && schema.isSubType(type, parent));
    });
    if (selections.length === 0) return [selection];
    found = true;
    const { directives } = selection;
    const selectionSet = inside({ kind: Kind.SELECTION_SET, selections }, parent);
    return [{ kind: Kind.INLINE_FRAGMENT, ...(directives && { directives }), selectionSet }];
  }

  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION)
      return definition;
    const type =
      definition.kind === Kind.OPERATION_DEFINITION
        ? schema.getRootType(definition.operation)
        : typeOf(definition.typeCondition.name.value);
    return type ? { ...definition, selectionSet: inside(definition.selectionSet, type) } : definition;
  });
  return found ? { ...document, definitions } : document;
}
