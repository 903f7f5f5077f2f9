import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Entries of one list in a variable that are looked into: the rest is most often of the same form. */
const MOST_ENTRIES = 10;

/** What of the schema an operation uses. */
export interface Coordinates {
  /** Type, Type.field, Type.field.argument, Enum.VALUE and Input.field, each once. */
  used: readonly string[];
  /** Those of them that are deprecated. */
  deprecated: readonly string[];
  /** Variables that hold more of them, with their types. */
  variables: readonly { name: string; type: GraphQLInputType }[];
}

/** What the document's operations use, as it stands there: validated against this schema. */
export function coordinatesOf(schema: GraphQLSchema, document: DocumentNode): Coordinates {
  const used = new Set<string>();
  const deprecated = new Set<string>();
  const variables: { name: string; type: GraphQLInputType }[] = [];
  const info = new TypeInfo(schema);
  const use = (coordinate: string, reason?: string | null) => {
    used.add(coordinate);
    if (reason !== undefined && reason !== null) deprecated.add(coordinate);
  };

  visit(
    document,
    visitWithTypeInfo(info, {
      [Kind.FIELD]() {
        const field = info.getFieldDef();
        const parent = info.getParentType();
        if (!field || !parent || field.name.startsWith('__')) return;
        use(parent.name);
        use(`${parent.name}.${field.name}`, field.deprecationReason);
        use(getNamedType(field.type).name);
      },
      [Kind.ARGUMENT]() {
        const argument = info.getArgument();
        const field = info.getFieldDef();
        const parent = info.getParentType();
        if (!argument || !field || !parent || info.getDirective()) return;
        use(`${parent.name}.${field.name}.${argument.name}`, argument.deprecationReason);
      },
      [Kind.OBJECT_FIELD]({ name }) {
        const parent = getNamedType(info.getParentInputType() as GraphQLInputType | undefined);
        if (!isInputObjectType(parent)) return;
        use(parent.name);
        use(`${parent.name}.${name.value}`, parent.getFields()[name.value]?.deprecationReason);
      },
      [Kind.ENUM]({ value }) {
        const type = getNamedType(info.getInputType() as GraphQLInputType | undefined);
        if (isEnumType(type)) use(`${type.name}.${value}`, type.getValue(value)?.deprecationReason);
      },
      [Kind.NAMED_TYPE]: ({ name }) => use(name.value),
    }),
  );
  const operations = document.definitions.filter(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  for (const { variable, type } of operations.flatMap((node) => node.variableDefinitions ?? [])) {
    const input = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
    const named = getNamedType(input);
    if (input && (isInputObjectType(named) || isEnumType(named)))
      variables.push({ name: variable.name.value, type: input });
  }
  return { used: [...used], deprecated: [...deprecated], variables };
}

/** Tells what a variable's value uses, of long lists their first entries. */
export function eachInValue(
  value: unknown,
  type: GraphQLInputType,
  use: (coordinate: string, isDeprecated: boolean) => void,
): void {
  if (value === null || value === undefined) return;
  if (isNonNullType(type)) {
    eachInValue(value, type.ofType, use);
    return;
  }
  if (isListType(type)) {
    const entries = Array.isArray(value) ? value.slice(0, MOST_ENTRIES) : [value];
    for (const entry of entries) eachInValue(entry, type.ofType, use);
    return;
  }
  if (isEnumType(type)) {
    const known = type.getValue(String(value));
    if (known) use(`${type.name}.${known.name}`, known.deprecationReason != null);
  }
  if (!isInputObjectType(type) || typeof value !== 'object') return;
  use(type.name, false);
  const fields = type.getFields();
  for (const [name, inside] of Object.entries(value)) {
    const field = fields[name];
    if (!field) continue;
    use(`${type.name}.${name}`, field.deprecationReason != null);
    eachInValue(inside, field.type, use);
  }
}
