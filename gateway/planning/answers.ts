import type { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, type ExecutionResult, GraphQLError } from 'graphql';
import type { Subscribe } from '../subscriptions/federated.ts';
import { ownNames, type Renamed } from './own-names.ts';

/** What Apollo Server needs of a gateway. */
type Gateway = Pick<ApolloGateway, 'load' | 'onSchemaLoadOrUpdate' | 'stop'>;

type Result = ExecutionResult;

/** Gives operations to the gateway in names that its plans do not use themselves, and tells every error of an answer. */
export interface Answers {
  gateway: Gateway;
  subscribe(subscribe: Subscribe): Subscribe;
}

/** @param fetches whether plans fetch a field of this name for themselves */
export function answers(gateway: Gateway, fetches: (name: string) => boolean): Answers {
  // Which names plans use changes with the supergraph, and documents are read anew for each.
  const known = new WeakMap<DocumentNode, { renamed: Renamed | undefined }>();

  function renamedOf(document: DocumentNode): Renamed | undefined {
    let kept = known.get(document);
    if (!kept) {
      kept = { renamed: ownNames(document, fetches) };
      known.set(document, kept);
    }
    return kept.renamed;
  }

  return {
    gateway: {
      async load(options) {
        const { executor, ...loaded } = await gateway.load(options);
        if (!executor) throw new Error('the gateway executes nothing');
        return {
          ...loaded,
          async executor(context) {
            const renamed = renamedOf(context.document);
            if (!renamed) return told(await executor(context));
            const { request, document: _, queryHash, ...rest } = context;
            const result = await executor({
              ...rest,
              document: renamed.document,
              // Plans are kept by this.
              queryHash: `${queryHash} renamed`,
              request: { ...request, variables: renamed.variables(request.variables ?? {}) },
            });
            return restored(told(result), renamed);
          },
        };
      },
      onSchemaLoadOrUpdate: (listener) => gateway.onSchemaLoadOrUpdate(listener),
      stop: () => gateway.stop(),
    },
    subscribe: (subscribe) => async (operation) => {
      const renamed = renamedOf(operation.document);
      const shown = (result: Result) => (renamed ? restored(told(result), renamed) : told(result));
      const started = await subscribe(
        renamed
          ? { ...operation, document: renamed.document, variables: renamed.variables(operation.variables) }
          : operation,
      );
      return Symbol.asyncIterator in started ? mapped(started, shown) : shown(started);
    },
  };
}

function mapped(source: AsyncIterableIterator<Result>, change: (result: Result) => Result) {
  const iterator: AsyncIterableIterator<Result> = {
    [Symbol.asyncIterator]: () => iterator,
    async next() {
      const event = await source.next();
      return event.done ? event : { done: false, value: change(event.value) };
    },
    return: async () => (await source.return?.()) ?? { done: true, value: undefined },
    async throw(error) {
      await source.return?.();
      throw error;
    },
  };
  return iterator;
}

/** The executor keeps what could not be completed apart from the errors: a null without a reason. */
function told(result: Result): Result {
  const { valueCompletion, ...more } = (result.extensions ?? {}) as { valueCompletion?: GraphQLError[] };
  if (!valueCompletion) return result;
  const { extensions: _, ...rest } = result;
  const errors = [...(result.errors ?? []), ...valueCompletion];
  return { ...rest, errors, ...(Object.keys(more).length > 0 && { extensions: more }) };
}

function restored(result: Result, renamed: Renamed): Result {
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
