import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import type { CostDirectives } from './directives.ts';

/** A field of an operation as its cost is reckoned. */
export interface CostedField {
  /** The key of the answer. */
  key: string;
  /** Of one of it, without what is in it. */
  weight: number;
  /** Whether the schema has a list here. */
  list: boolean;
  /** How many there are of it; undefined: the parent or the default says it. */
  size: ((variables: Variables) => number | undefined) | undefined;
  /** What just one must be given of; undefined: nothing is demanded. */
  oneOf: Slicing | undefined;
  /** Fields inside that have that size in its place. */
  sized: readonly string[];
  /** The field's name: `sized` of the parent goes by it. */
  name: string;
  /** Whether it is left out, by @skip and @include. */
  skipped: (variables: Variables) => boolean;
  inside: readonly CostedField[];
}

/** The arguments that say how long a list is. */
export interface Slicing {
  /** `Type.field`. */
  field: string;
  names: readonly string[];
  /** How many of them have a value, their defaults counted. */
  given(variables: Variables): number;
}

export type Variables = Readonly<Record<string, unknown>>;

export interface CostedOperation {
  /** Of the operation itself, whatever is in it. */
  base: number;
  fields: readonly CostedField[];
}

/** As Apollo Router has them: an object is 1, a scalar or enum 0, a mutation 10. */
const OBJECT = 1;
const SCALAR = 0;
const MUTATION = 10;

/** Reads an operation, which is valid, once, so that its cost can be reckoned for any variables. */
export function compileCost(options: {
  supergraph: GraphQLSchema;
  directives: CostDirectives;
  document: DocumentNode;
  operation: OperationDefinitionNode;
}): CostedOperation {
  const { supergraph, directives, document, operation } = options;
  const fragments = new Map(
    document.definitions
      .filter(
        (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
      )
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const defaults = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue && valueFromASTUntyped(defaultValue),
    ]),
  );

  function fieldsOf(
    set: SelectionSetNode,
    type: GraphQLCompositeType,
    skipped: CostedField['skipped'],
  ): CostedField[] {
    return set.selections.flatMap((selection): CostedField[] => {
      const left = either(skipped, leftOut(selection.directives ?? []));
      if (selection.kind === Kind.FIELD) {
        const field = compileField(selection, type, left);
        return field ? [field] : [];
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment) return [];
      const condition = fragment.typeCondition && supergraph.getType(fragment.typeCondition.name.value);
      return fieldsOf(fragment.selectionSet, isCompositeType(condition) ? condition : type, left);
    });
  }

  function compileField(
    node: FieldNode,
    parent: GraphQLCompositeType,
    skipped: CostedField['skipped'],
  ): CostedField | undefined {
    const name = node.name.value;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!field) return undefined; // __typename, and the schema's own
    const type = getNamedType(field.type);
    const size = directives.listSize(field.astNode);
    return {
      key: node.alias?.value ?? name,
      name,
      weight: weightOf(field, node),
      list: isListType(getNullableType(field.type)),
      size: size && ((variables) => sizeBy(size.slicing, node, field, variables) ?? size.assumed),
      // What is named and is no argument cannot be demanded.
      oneOf:
        size?.oneSlicing && size.slicing.every((one) => field.args.some((argument) => argument.name === one))
          ? {
              field: `${parent.name}.${name}`,
              names: size.slicing,
              given: (variables) => slicingValues(size.slicing, node, field, variables).length,
            }
          : undefined,
      sized: size?.sized ?? [],
      skipped,
      inside:
        node.selectionSet && isCompositeType(type) ? fieldsOf(node.selectionSet, type, () => false) : [],
    };
  }

  function weightOf(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    const type = getNamedType(field.type);
    const own =
      directives.weight(field.astNode) ??
      directives.weight(type.astNode) ??
      (isCompositeType(type) ? OBJECT : SCALAR);
    const given = new Set(node.arguments?.map((argument) => argument.name.value));
    const ofArguments = field.args
      .filter((argument) => given.has(argument.name))
      .map((argument) => directives.weight(argument.astNode) ?? 0);
    return own + ofArguments.reduce((sum, weight) => sum + weight, 0);
  }

  function sizeBy(...given: Parameters<typeof slicingValues>): number | undefined {
    const sizes = slicingValues(...given).filter((value): value is number => typeof value === 'number');
    return sizes.length > 0 ? Math.max(0, ...sizes) : undefined;
  }

  /** An argument without a value, of a variable that is left out too, has its default. */
  function slicingValues(
    slicing: readonly string[],
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    variables: Variables,
  ): unknown[] {
    return slicing
      .map((name) => {
        const argument = node.arguments?.find((each) => each.name.value === name);
        const value = argument && givenBy(argument.value, variables);
        return value === undefined ? field.args.find((each) => each.name === name)?.defaultValue : value;
      })
      .filter((value) => value !== undefined && value !== null);
  }

  function givenBy(node: ValueNode, variables: Variables): unknown {
    if (node.kind !== Kind.VARIABLE) return valueFromASTUntyped(node, withDefaults(variables));
    return withDefaults(variables)[node.name.value];
  }
  function withDefaults(variables: Variables): Record<string, unknown> {
    return { ...Object.fromEntries(defaults), ...variables };
  }
  function leftOut(nodes: FieldNode['directives'] & object): CostedField['skipped'] {
    const conditions = nodes.flatMap(({ name, arguments: given }) => {
      const value = given?.find((each) => each.name.value === 'if')?.value;
      return value && (name.value === 'skip' || name.value === 'include')
        ? [{ value, leaves: name.value === 'skip' }]
        : [];
    });
    if (conditions.length === 0) return () => false;
    return (variables) => conditions.some(({ value, leaves }) => givenBy(value, variables) === leaves);
  }

  const root = supergraph.getRootType(operation.operation);
  return {
    base: operation.operation === 'mutation' ? MUTATION : 0,
    fields: root ? fieldsOf(operation.selectionSet, root, () => false) : [],
  };
}

function either(a: CostedField['skipped'], b: CostedField['skipped']): CostedField['skipped'] {
  return (variables) => a(variables) || b(variables);
}
