import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { Requirement } from './requirement.ts';
import type { AccessRules } from './rules.ts';

/** A field of an operation that demands something of who asks. */
export interface Place {
  node: FieldNode;
  /** Type.field */
  of: string;
  /** Whether it stands at the root of the operation. */
  root: boolean;
  type: GraphQLOutputType;
  requirements: readonly Requirement[];
}

/** All that an operation demands. */
export interface Analysis {
  operation: OperationDefinitionNode;
  places: readonly Place[];
  /** Each requirement once. */
  requirements: readonly Requirement[];
  /** Every policy that is asked about. */
  policies: readonly string[];
}

/** @returns undefined where the operation demands nothing, or there is no such operation */
export function analyse(
  schema: GraphQLSchema,
  rules: AccessRules,
  document: DocumentNode,
  operationName: string | undefined,
): Analysis | undefined {
  const operation = getOperationAST(document, operationName);
  const rootType = operation && schema.getRootType(operation.operation);
  if (rules.none || !operation || !rootType) return undefined;
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const places: Place[] = [];
  const visited = new Set<string>();

  function visit(set: SelectionSetNode, parent: GraphQLCompositeType): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) visitField(selection, parent);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        visit(selection.selectionSet, conditionOf(selection.typeCondition?.name.value) ?? parent);
      else visitFragment(selection.name.value);
    }
  }

  function visitFragment(name: string): void {
    const fragment = fragments.get(name);
    if (!fragment || visited.has(name)) return;
    visited.add(name);
    const type = conditionOf(fragment.typeCondition.name.value);
    if (type) visit(fragment.selectionSet, type);
  }

  function visitField(node: FieldNode, parent: GraphQLCompositeType): void {
    const name = node.name.value;
    const type = fieldType(parent, name);
    if (!type) return;
    const requirements = rules.ofField(parent.name, name);
    if (requirements.length > 0)
      places.push({ node, of: `${parent.name}.${name}`, root: parent === rootType, type, requirements });
    const named = getNamedType(type);
    if (node.selectionSet && isCompositeType(named)) visit(node.selectionSet, named);
  }

  function conditionOf(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }

  visit(operation.selectionSet, rootType);
  if (places.length === 0) return undefined;
  const requirements = [...new Set(places.flatMap((place) => place.requirements))];
  const policies = [...new Set(requirements.flatMap((one) => one.policies.flat()))];
  return { operation, places, requirements, policies };
}

/** The type of a field; undefined for those that tell about the schema. */
export function fieldType(parent: GraphQLCompositeType, name: string): GraphQLOutputType | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef.type;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name]?.type : undefined;
}
