import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type ValueNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { AFTER_ARGUMENT, SEQUENCE_FIELD } from './event-kind.ts';

/** Names that no client uses, since clients' operations never reach a subgraph as they are. */
const SEQUENCE_ALIAS = 'kitegraph_sequence';
const AFTER_VARIABLE = 'kitegraph_after';

/** Behind which sequence a subscription begins; null and undefined: with the state. */
export type Start = number | null | undefined;

/** The operation of a subgraph whose events are numbered, so that the gateway can go on with it wherever it wants. */
export interface SequencedOperation {
  query: string;
  /** The variables that it uses, apart from the one that says where it begins. */
  variables: readonly string[];
  /** Where the client wants to begin. */
  start(variables: Readonly<Record<string, unknown>>): Start;
  /** The client's variable that says so, where it serves nothing else. */
  startVariable?: string | undefined;
  /** Variables that make it begin behind `start`. */
  behind(start: Start): Record<string, unknown>;
  /** Where an event stands; undefined of one that failed as a whole. */
  sequenceOf(data: Record<string, unknown> | null | undefined): number | undefined;
}

/** @param query the operation that was planned for the subgraph, with one root field */
export function sequencedOperation(query: string): SequencedOperation {
  const document = parse(query, { noLocation: true });
  const operation = document.definitions[0] as OperationDefinitionNode;
  const root = operation.selectionSet.selections[0] as FieldNode;
  const given = root.arguments?.find(({ name }) => name.value === AFTER_ARGUMENT)?.value;
  const asked = withStart(document, operation, root);
  const variables = variablesOf(asked).filter((name) => name !== AFTER_VARIABLE);
  const responseKey = (root.alias ?? root.name).value;
  return {
    query: print(asked),
    variables,
    start: (values) => startOf(given, values),
    ...(given?.kind === Kind.VARIABLE &&
      !variables.includes(given.name.value) && { startVariable: given.name.value }),
    behind: (start) => (start === undefined ? {} : { [AFTER_VARIABLE]: start }),
    sequenceOf(data) {
      const event = data?.[responseKey] as Record<string, unknown> | null | undefined;
      const sequence = event?.[SEQUENCE_ALIAS];
      return typeof sequence === 'number' ? sequence : undefined;
    },
  };
}

function startOf(given: ValueNode | undefined, variables: Readonly<Record<string, unknown>>): Start {
  if (!given) return undefined;
  if (given.kind === Kind.VARIABLE) return variables[given.name.value] as Start;
  return valueFromASTUntyped(given) as Start;
}

/** The same operation with the sequence of each event, and with a variable of ours that says where it begins. */
function withStart(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  root: FieldNode,
): DocumentNode {
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  const variable = { kind: Kind.VARIABLE, name: name(AFTER_VARIABLE) } as const;
  const field: FieldNode = {
    ...root,
    arguments: [
      ...(root.arguments ?? []).filter((argument) => argument.name.value !== AFTER_ARGUMENT),
      { kind: Kind.ARGUMENT, name: name(AFTER_ARGUMENT), value: variable },
    ],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [
        ...(root.selectionSet?.selections ?? []),
        { kind: Kind.FIELD, alias: name(SEQUENCE_ALIAS), name: name(SEQUENCE_FIELD) },
      ],
    },
  };
  const fragments = document.definitions.slice(1);
  const bare = { ...operation, selectionSet: { ...operation.selectionSet, selections: [field] } };
  const used = variablesOf({
    kind: Kind.DOCUMENT,
    definitions: [{ ...bare, variableDefinitions: [] }, ...fragments],
  });
  const definitions = (operation.variableDefinitions ?? []).filter((one) =>
    used.includes(one.variable.name.value),
  );
  const after = {
    kind: Kind.VARIABLE_DEFINITION,
    variable,
    type: { kind: Kind.NAMED_TYPE, name: name('Int') },
  } as const;
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...bare, variableDefinitions: [...definitions, after] }, ...fragments],
  };
}

function variablesOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    enter(node) {
      if (node.kind === Kind.VARIABLE) names.add(node.name.value);
    },
  });
  return [...names];
}
