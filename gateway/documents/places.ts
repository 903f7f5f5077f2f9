import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Where a variable is used. */
export interface VariableUse {
  /** The argument, such as `input.filter`. */
  argument: string;
  /** Whether null is no value there; it may then still be left out, where there is a default. */
  neverNull: boolean;
}

/** What the messages of graphql say is missing or unknown, in the object at which the error stands. */
const MISSING_FIELD = /(?:^|; )Field "(?:[^".]+\.)?([^".]+)" of required type "/;
const UNKNOWN_FIELD = /(?:^|; )Field "([^"]+)" is not defined by type "/;
const MISSING_ARGUMENT = /^Field "[^"]+" argument "([^"]+)" of type "/;

/** The argument that each of these errors of validation is about, such as `input.sort[0].order`; none where it is about none. */
export function argumentsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  errors: readonly GraphQLError[],
): Map<GraphQLError, string> {
  const nodes = new Map<ASTNode, GraphQLError[]>();
  const found = new Map<GraphQLError, string>();
  for (const error of errors) {
    const node = error.nodes?.at(-1);
    if (node) nodes.set(node, [...(nodes.get(node) ?? []), error]);
  }
  visit(document, {
    enter(node, key, _parent, path) {
      for (const error of nodes.get(node) ?? []) {
        const { field, argument } = placeAt(schema, document, key === undefined ? [] : path);
        const missing = MISSING_ARGUMENT.exec(error.message)?.[1];
        if (missing) found.set(error, field + missing);
        else if (argument) found.set(error, inside(argument, MISSING_FIELD.exec(error.message)?.[1]));
      }
    },
  });
  return found;
}

/** The place of a mistake in a variable's value, within that. */
export function placeInValue(path: readonly (string | number)[], message: string): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  const field = (MISSING_FIELD.exec(message) ?? UNKNOWN_FIELD.exec(message))?.[1];
  return inside(steps, field);
}

const inside = (place: string, field: string | undefined) => (field ? `${place}.${field}` : place);

/** Where the variables of a valid operation are used, in its fragments too. */
export function variableUses(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Map<string, VariableUse[]> {
  const uses = new Map<string, VariableUse[]>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      enter(node, _key, _parent, path) {
        if (node.kind === Kind.OPERATION_DEFINITION && node !== operation) return false;
        if (node.kind !== Kind.VARIABLE) return undefined;
        const { argument } = placeAt(schema, document, path);
        // Where it is declared it is used by nothing.
        if (argument === '') return undefined;
        const use = { argument, neverNull: isNonNullType(types.getInputType()) };
        uses.set(node.name.value, [...(uses.get(node.name.value) ?? []), use]);
        return undefined;
      },
    }),
  );
  return uses;
}

/**
 * What lies at a path of a document.
 * @returns argument: such as `input.filter`, or `passages.first` of a field that is no root; '' where there is none. field: what its
 *   arguments begin with, `passages.`
 */
function placeAt(schema: GraphQLSchema, document: DocumentNode, path: readonly (string | number)[]) {
  let argument = '';
  let field = '';
  let isRoot = true;
  let node: unknown = document;
  path.forEach((key, index) => {
    node = (node as Record<string | number, unknown>)[key];
    const { kind, name, typeCondition } = node as Partial<FragmentDefinitionNode & { kind: Kind }>;
    if (kind === Kind.FRAGMENT_DEFINITION) isRoot = isRootType(schema, typeCondition?.name.value);
    else if (kind === Kind.FIELD) {
      field = isRoot ? '' : `${name?.value}.`;
      isRoot = false;
    } else if (kind === Kind.ARGUMENT) argument = `${field}${name?.value}`;
    else if (kind === Kind.OBJECT_FIELD) argument += `.${name?.value}`;
    else if (path[index - 1] === 'values') argument += `[${key}]`;
  });
  return { argument, field };
}

const isRootType = (schema: GraphQLSchema, type: string | undefined) =>
  Object.values(OperationTypeNode).some((operation) => schema.getRootType(operation)?.name === type);
