import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { maskError } from '../../lib/mask.ts';

export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** What clients see of an error: a subgraph's have been judged where they arrived, the gateway's own are judged here. */
export function presentErrors(log: Logger): FormatError {
  const mask = maskError(log);
  return (formatted, error) => {
    if (formatted.extensions?.serviceName === undefined) return mask(formatted, error);
    const { stacktrace: _, http: __, ...extensions } = formatted.extensions;
    return { ...formatted, extensions };
  };
}

/** The same for errors that do not go through Apollo Server. */
export function presentAll(errors: readonly GraphQLError[], present: FormatError): GraphQLFormattedError[] {
  return errors.map((error) => present(error.toJSON(), error));
}
