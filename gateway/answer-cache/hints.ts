import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { CachePolicy } from './policy.ts';

interface Hint {
  maxAge?: number;
  scope?: CachePolicy['scope'];
  inheritMaxAge?: boolean;
}

const DIRECTIVE = 'cacheControl';

/**
 * What @cacheControl of the schema says of an operation, by Apollo's rules: a field at the root, or of an object, without a maximal age is
 * not kept, and the strictest of all fields counts. Subgraphs bring the directive into the supergraph by @composeDirective.
 * @returns undefined where the schema knows no @cacheControl
 */
export function policyOfSchema(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): CachePolicy | undefined {
  if (!schema.getDirective(DIRECTIVE)) return undefined;
  let maxAge = Number.POSITIVE_INFINITY;
  let scope: CachePolicy['scope'] = 'PUBLIC';
  const roots = new Set<unknown>([schema.getQueryType(), schema.getMutationType()]);
  const types = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(types, {
    [Kind.OPERATION_DEFINITION]: ({ name }) =>
      operationName !== undefined && name?.value !== operationName ? false : undefined,
    [Kind.FIELD]({ name: { value: name } }) {
      const parent = types.getParentType();
      const type = types.getType();
      if (!parent || !type || name.startsWith('__')) return;
      const result = getNamedType(type);
      const isRoot = roots.has(parent);
      for (const field of withImplementations(schema, parent).map((one) => fieldOf(one, name))) {
        const ofField = hintOf(field?.directives);
        const ofTypes = isCompositeType(result)
          ? withImplementations(schema, result).map((one) => hintOf(one.astNode?.directives))
          : [{}];
        for (const ofType of ofTypes) {
          const seconds = ofField.maxAge ?? (ofField.inheritMaxAge ? undefined : ofType.maxAge);
          const inherits = ofField.inheritMaxAge || ofType.inheritMaxAge;
          if (seconds !== undefined) maxAge = Math.min(maxAge, seconds);
          else if (isRoot || (isCompositeType(result) && !inherits)) maxAge = 0;
          if ((ofField.scope ?? ofType.scope) === 'PRIVATE') scope = 'PRIVATE';
        }
      }
    },
  });
  visit(document, visitor);
  return { maxAge: Number.isFinite(maxAge) ? maxAge : 0, scope };
}

function withImplementations(schema: GraphQLSchema, type: GraphQLNamedType): GraphQLNamedType[] {
  return isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
}

function fieldOf(type: GraphQLNamedType, name: string): FieldDefinitionNode | null | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name]?.astNode : undefined;
}

function hintOf(directives: readonly DirectiveNode[] | undefined): Hint {
  const hint: Hint = {};
  for (const { name, arguments: given = [] } of directives ?? []) {
    if (name.value !== DIRECTIVE) continue;
    for (const { name: argument, value } of given) {
      if (value.kind === Kind.INT)
        hint.maxAge = Math.min(hint.maxAge ?? Number.POSITIVE_INFINITY, Number(value.value));
      if (value.kind === Kind.ENUM && (hint.scope === undefined || value.value === 'PRIVATE'))
        hint.scope = value.value === 'PRIVATE' ? 'PRIVATE' : 'PUBLIC';
      if (value.kind === Kind.BOOLEAN && argument.value === 'inheritMaxAge') hint.inheritMaxAge = value.value;
    }
  }
  return hint;
}
