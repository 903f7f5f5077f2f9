import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { PartRejected, PartUnavailable, userError } from './errors.ts';

/** Codes that GraphQL servers themselves give to a client's mistakes. */
const protocolCodes = /^(GRAPHQL_.*|BAD_REQUEST|PERSISTED_QUERY_.*|OPERATION_RESOLUTION_FAILURE)$/;

/**
 * What a client sees of an error. Errors made on purpose (a GraphQLError with a code of the product) pass; a part that is
 * away or refuses says which and why; anything else becomes INTERNAL_SERVER_ERROR with an id under which it is logged.
 */
export function maskError(
  log: Logger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const cause = original(error);
    const place = {
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
    };
    if (cause instanceof PartUnavailable) {
      const shown = userError.unavailable(
        cause.part,
        cause.message.replace(`${cause.part} is not available: `, ''),
      );
      return { message: shown.message, ...place, extensions: shown.extensions };
    }
    if (cause instanceof PartRejected) {
      // Most often a setting that does not fit what the part has, and the message says which.
      log.warn(
        { part: cause.part, code: cause.code, err: cause.message, path: formatted.path },
        'a part refused',
      );
      const shown = userError.refused(cause.part, cause.code, cause.message);
      return { message: shown.message, ...place, extensions: shown.extensions };
    }
    const code = String(formatted.extensions?.code ?? '');
    const deliberate = cause instanceof GraphQLError && code !== '' && code !== 'INTERNAL_SERVER_ERROR';
    if (deliberate || protocolCodes.test(code)) {
      const { stacktrace: _, http: __, ...extensions } = formatted.extensions ?? {};
      return { message: formatted.message, ...place, extensions };
    }
    const id = randomUUID();
    log.error({ id, err: cause, path: formatted.path }, 'an operation failed');
    return {
      message: `Something went wrong on the server; its log has the details under the id ${id}.`,
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', id },
    };
  };
}

/** The error that a resolver threw, under the wrappers that GraphQL puts around it. */
function original(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}
