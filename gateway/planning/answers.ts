import type { ApolloGateway } from '@apollo/gateway';
import {
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { Subscribe } from '../subscriptions/federated.ts';
import { narrowed } from './narrowed.ts';
import { ownNames, type Renamed } from './own-names.ts';
import { withReasons } from './reasons.ts';

/** What Apollo Server needs of a gateway. */
type Gateway = Pick<ApolloGateway, 'load' | 'onSchemaLoadOrUpdate' | 'stop'>;

/** Gives operations to the gateway in a form, and in names, that it answers rightly, and tells every error of an answer. */
export interface Answers {
  gateway: Gateway;
  subscribe(subscribe: Subscribe): Subscribe;
}

/**
 * @param fetches whether plans fetch a field of this name for themselves
 * @param schema the newest, as documents are validated by it
 */
export function answers(
  gateway: Gateway,
  fetches: (name: string) => boolean,
  schema: () => GraphQLSchema,
): Answers {
  // Which names plans use changes with the supergraph, and documents are read anew for each.
  const known = new WeakMap<DocumentNode, { document: DocumentNode; renamed: Renamed | undefined }>();

  function formOf(given: DocumentNode) {
    let kept = known.get(given);
    if (!kept) {
      const document = narrowed(given, schema());
      kept = { document, renamed: ownNames(document, fetches) };
      known.set(given, kept);
    }
    return kept;
  }

  return {
    gateway: {
      async load(options) {
        const { executor, ...loaded } = await gateway.load(options);
        if (!executor) throw new Error('the gateway executes nothing');
        return {
          ...loaded,
          async executor(context) {
            const { document, renamed } = formOf(context.document);
            if (!renamed) {
              const same = document === context.document;
              return withReasons(await executor(same ? context : { ...context, document }));
            }
            const { request, document: _, queryHash, ...rest } = context;
            const result = await executor({
              ...rest,
              document: renamed.document,
              // Plans are kept by this.
              queryHash: `${queryHash} renamed`,
              request: { ...request, variables: renamed.variables(request.variables ?? {}) },
            });
            return restored(withReasons(result), renamed);
          },
        };
      },
      onSchemaLoadOrUpdate: (listener) => gateway.onSchemaLoadOrUpdate(listener),
      stop: () => gateway.stop(),
    },
    subscribe: (subscribe) => async (operation) => {
      const { document, renamed } = formOf(operation.document);
      if (!renamed) return subscribe({ ...operation, document });
      const variables = renamed.variables(operation.variables);
      const started = await subscribe({ ...operation, document: renamed.document, variables });
      return Symbol.asyncIterator in started ? restoredEach(started, renamed) : restored(started, renamed);
    },
  };
}

function restoredEach(
  source: AsyncIterableIterator<FormattedExecutionResult>,
  renamed: Renamed,
): AsyncIterableIterator<FormattedExecutionResult> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const event = await source.next();
      if (event.done) return event;
      const { data, errors } = event.value;
      const value = {
        ...event.value,
        ...(data !== undefined && { data: renamed.restore(data) }),
        ...(errors && {
          errors: errors.map((error) => ({
            ...error,
            ...(error.path && { path: renamed.restorePath(error.path) }),
          })),
        }),
      };
      return { done: false, value };
    },
    return: async () => (await source.return?.()) ?? { done: true, value: undefined },
    async throw(error) {
      await source.return?.();
      throw error;
    },
  };
}

function restored(result: ExecutionResult, renamed: Renamed): ExecutionResult {
  const { data, errors } = result;
  return {
    ...result,
    ...(data !== undefined && { data: renamed.restore(data) }),
    ...(errors && { errors: errors.map((error) => atPath(error, renamed)) }),
  };
}

function atPath(error: GraphQLError, renamed: Renamed): GraphQLError {
  if (!error.path) return error;
  const { message, nodes, source, positions, path, originalError, extensions } = error;
  return new GraphQLError(message, {
    nodes,
    source,
    positions,
    path: renamed.restorePath(path),
    originalError,
    extensions,
  });
}
