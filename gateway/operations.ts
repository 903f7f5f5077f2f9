import type { ApolloServer } from '@apollo/server';
import {
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
} from 'graphql';
import { inRequest } from '../lib/request-id.ts';
import { type GatewayMetrics, outcomeOf } from './metrics.ts';
import { type FormatError, presentAll } from './plugins/mask.ts';
import type { RequestContext } from './request-context.ts';
import type { OperationRequest, PreparedOperation } from './subscriptions/documents.ts';
import type { Subscribe } from './subscriptions/federated.ts';

export type Transport = 'websocket' | 'sse';
type ResultStream = AsyncIterableIterator<FormattedExecutionResult>;
type Answer = FormattedExecutionResult | ResultStream;

/** Runs operations of any kind for the transports that stream. What it gives back is fit for a client's eyes. */
export interface Operations {
  prepare(request: OperationRequest): PreparedOperation;
  /** Never throws; a subscription's stream throws a GraphQLError, fit for a client's eyes too, where it fails. */
  run(request: OperationRequest, prepared: PreparedOperation, transport: Transport): Promise<Answer>;
}

export function operations(options: {
  apollo: ApolloServer<RequestContext>;
  prepare: (request: OperationRequest) => PreparedOperation;
  subscribe: Subscribe;
  present: FormatError;
  metrics: GatewayMetrics;
}): Operations {
  const { apollo, prepare, metrics, present } = options;

  async function answer({
    query,
    operationName,
    variables,
    context,
  }: OperationRequest): Promise<FormattedExecutionResult> {
    const { body } = await apollo.executeOperation(
      { query, variables, ...(operationName && { operationName }) },
      { contextValue: context },
    );
    if (body.kind !== 'single') throw new Error('incremental delivery is not offered');
    return body.singleResult;
  }

  function shown({ errors, ...result }: ExecutionResult): FormattedExecutionResult {
    return errors ? { errors: presentAll(errors, present), ...result } : result;
  }

  function failure(error: unknown): GraphQLFormattedError {
    const { message, extensions } = error as GraphQLError;
    return present({ message, ...(extensions && { extensions }) }, error);
  }

  /** Counts the subscription while it is open, makes its errors fit to be seen, and turns a failure into a last result. */
  function follow(
    source: AsyncIterableIterator<ExecutionResult>,
    transport: Transport,
    requestId: string,
  ): ResultStream {
    const closed = metrics.subscription(transport);
    let over = false;
    const end = () => {
      over = true;
      closed();
    };
    async function next(): Promise<IteratorResult<FormattedExecutionResult>> {
      if (over) return { done: true, value: undefined };
      try {
        const event = await source.next();
        if (!event.done) return { done: false, value: shown(event.value) };
        end();
        return { done: true, value: undefined };
      } catch (error) {
        end();
        const { message, extensions = {} } = failure(error);
        throw new GraphQLError(message, { extensions });
      }
    }
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => inRequest(requestId, next),
      async return() {
        end();
        await source.return?.();
        return { done: true, value: undefined };
      },
      async throw(error) {
        await this.return?.();
        throw error;
      },
    };
  }

  async function run(
    request: OperationRequest,
    prepared: PreparedOperation,
    transport: Transport,
  ): Promise<Answer> {
    if (prepared.errors) {
      metrics.operation('unknown', 'refused');
      return { errors: presentAll(prepared.errors, present) };
    }
    if (prepared.kind !== 'subscription') return answer(request);
    try {
      const result = await options.subscribe({ ...request, document: prepared.document });
      const starts = Symbol.asyncIterator in result;
      metrics.operation('subscription', starts ? 'success' : outcomeOf(result.errors));
      return starts ? follow(result, transport, request.context.requestId) : shown(result);
    } catch (error) {
      const errors = [failure(error)];
      metrics.operation('subscription', outcomeOf(errors));
      return { errors };
    }
  }

  return {
    prepare,
    run: (request, prepared, transport) =>
      inRequest(request.context.requestId, () => run(request, prepared, transport)),
  };
}
