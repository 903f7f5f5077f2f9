import { randomUUID } from 'node:crypto';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';

export interface Subgraph {
  name: string;
  /** Of its GraphQL endpoint. */
  url: string;
  /** Whether it is the product's own: those mask their errors themselves, under an id in their own log. */
  own: boolean;
}

/**
 * A subgraph's errors as clients may see them. What has a code was meant for the client and keeps its message, code and
 * argument; anything else may tell about the inside and is logged under an id instead.
 */
export function presentSubgraphErrors(
  errors: readonly GraphQLFormattedError[],
  subgraph: Subgraph,
  log: Logger,
): GraphQLFormattedError[] {
  return errors.map((error) => {
    const { stacktrace: _, exception: __, http: ___, ...extensions } = error.extensions ?? {};
    const place = error.path ? { path: error.path } : {};
    const { code, id } = extensions;
    const masked = code === 'INTERNAL_SERVER_ERROR' || typeof code !== 'string';
    if (!masked || (subgraph.own && typeof id === 'string')) {
      return {
        message: String(error.message),
        ...place,
        extensions: { ...extensions, serviceName: subgraph.name },
      };
    }
    const logged = randomUUID();
    log.error({ id: logged, subgraph: subgraph.name, error }, 'a subgraph failed');
    return {
      message: `The subgraph "${subgraph.name}" failed; the gateway's log has the details under the id ${logged}.`,
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', id: logged, serviceName: subgraph.name },
    };
  });
}
