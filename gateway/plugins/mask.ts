import type { ExecutionResult, FormattedExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { maskError } from '../../lib/mask.ts';
import { currentRequestId } from '../../lib/request-id.ts';
import type { Exposure } from '../exposure.ts';

const LONGEST_MESSAGE = 2_000;

export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * What clients see of an error: a subgraph's have been judged where they arrived, the gateway's own are judged here. Each names
 * the request, which is what to look for in the logs.
 */
export function presentErrors(log: Logger, exposure: Exposure): FormatError {
  const mask = maskError(log);
  return (formatted, error) => {
    const shown = formatted.extensions?.serviceName === undefined ? mask(formatted, error) : formatted;
    const { stacktrace: _, http: __, ...extensions } = shown.extensions ?? {};
    const message = cut(exposure.suggestions ? shown.message : withoutSuggestions(shown));
    return { ...shown, message, extensions: { ...extensions, requestId: currentRequestId() } };
  };
}

/** Messages quote what a client sent: they are not to send all of it back. */
function cut(message: string): string {
  return message.length <= LONGEST_MESSAGE ? message : `${message.slice(0, LONGEST_MESSAGE)}…`;
}

/** Variables are judged where nothing can be told to keep names of the schema for itself. */
function withoutSuggestions({ message, extensions }: GraphQLFormattedError): string {
  const own = /^(GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT)$/.test(String(extensions?.code));
  return own && extensions?.serviceName === undefined
    ? message.replace(/ Did you mean [^?]*\?/g, '')
    : message;
}

/** The same for errors that do not go through Apollo Server. */
export function presentAll(errors: readonly GraphQLError[], present: FormatError): GraphQLFormattedError[] {
  return errors.map((error) => present(error.toJSON(), error));
}

/** The same for the errors of a result. */
export function presentResult(
  { errors, ...result }: ExecutionResult,
  present: FormatError,
): FormattedExecutionResult {
  return errors ? { errors: presentAll(errors, present), ...result } : result;
}
