import {
  coerceInputValue,
  type FormattedExecutionResult,
  type GraphQLError,
  getOperationAST,
  isInputType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { gatewayError } from '../errors.ts';
import { placeInValue, variableUses } from './places.ts';
import type { ReadOperation } from './read.ts';

interface Sent {
  operationName?: string | undefined;
  variables: Readonly<Record<string, unknown>>;
}

/** As graphql begins what it says of the value of a variable. */
const OF_A_VARIABLE = /^Variable "\$(\w+)" /;

/**
 * Null in a variable where only its absence is allowed, because a default then takes its place. Subgraphs would meet it in the middle of
 * executing, and the cost of a list could not be reckoned.
 */
export function nullInVariables(read: ReadOperation, { operationName, variables }: Sent): GraphQLError[] {
  const operation = getOperationAST(read.document, operationName);
  const nulls = definitionsOf(operation).filter(({ type, variable, defaultValue }) => {
    const value = variables[variable.name.value];
    return (
      type.kind !== Kind.NON_NULL_TYPE &&
      (value === null || (value === undefined && defaultValue?.kind === Kind.NULL))
    );
  });
  if (!operation || nulls.length === 0) return [];
  const uses = variableUses(read.schema, read.document, operation);
  return nulls.flatMap(({ variable: { name } }) => {
    const use = uses.get(name.value)?.find(({ neverNull }) => neverNull);
    return use ? [gatewayError.nullVariable(name.value, use.argument)] : [];
  });
}

/** Puts the argument to what an answer says of wrong values of variables. */
export function withArguments(
  answer: FormattedExecutionResult,
  read: ReadOperation,
  { operationName, variables }: Sent,
): FormattedExecutionResult {
  if (!answer.errors?.some(({ message, extensions }) => isOfAVariable(message, extensions))) return answer;
  const operation = getOperationAST(read.document, operationName);
  if (!operation) return answer;
  const uses = variableUses(read.schema, read.document, operation);
  const mistakes = new Map<string, string[]>();
  const errors = answer.errors.map((error) => {
    if (!isOfAVariable(error.message, error.extensions)) return error;
    const name = OF_A_VARIABLE.exec(error.message)?.[1] as string;
    const argument = uses.get(name)?.[0]?.argument;
    if (!argument) return error;
    const places = mistakes.get(name) ?? mistakesIn(name, operation, read, variables);
    mistakes.set(name, places);
    return {
      ...error,
      extensions: { ...error.extensions, argument: `${argument}${places.shift() ?? ''}` },
    };
  });
  return { ...answer, errors };
}

const isOfAVariable = (message: string, extensions: Readonly<Record<string, unknown>> | undefined) =>
  extensions?.code === 'BAD_USER_INPUT' &&
  extensions.argument === undefined &&
  extensions.serviceName === undefined &&
  OF_A_VARIABLE.test(message);

/** Where the value of a variable is wrong, in the order in which graphql tells it. */
function mistakesIn(
  name: string,
  operation: OperationDefinitionNode,
  { schema }: ReadOperation,
  variables: Sent['variables'],
): string[] {
  const places: string[] = [];
  const definition = definitionsOf(operation).find(({ variable }) => variable.name.value === name);
  const type = definition && typeFromAST(schema, definition.type as never);
  const value = variables[name];
  if (!isInputType(type) || value === undefined || value === null) return places;
  coerceInputValue(value, type, (path, _invalid, { message }) => places.push(placeInValue(path, message)));
  return places;
}

const definitionsOf = (
  operation: OperationDefinitionNode | null | undefined,
): readonly VariableDefinitionNode[] => operation?.variableDefinitions ?? [];
