import type { IncomingMessage } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { inRequest } from '../lib/request-id.ts';
import { tracedRequest } from '../lib/tracing/tracing.ts';
import type { Admission } from './admission/admission.ts';
import { lastingAtMost, within } from './admission/within.ts';
import type { OperationRequest, PreparedOperation } from './documents/read.ts';
import { withArguments } from './documents/wrong-variables.ts';
import { gatewayError } from './errors.ts';
import type { Limits } from './limits.ts';
import { type GatewayMetrics, type OperationKind, type Outcome, outcomeOf } from './metrics.ts';
import { type FormatError, presentAll, presentResult } from './plugins/mask.ts';
import type { RequestContext } from './request-context.ts';
import type { Subscribe } from './subscriptions/federated.ts';

export type Transport = 'websocket' | 'sse' | 'multipart';
type ResultStream = AsyncIterableIterator<FormattedExecutionResult>;

/** One answer, and what of it HTTP has outside of its body. */
export interface HttpAnswer {
  body: FormattedExecutionResult;
  /** Where it is not for the transport to say. */
  status?: number | undefined;
  headers: Iterable<[string, string]>;
}

/** Runs operations of any kind, whichever way they come. What it gives back is fit for a client's eyes. */
export interface Operations {
  /** Parses and validates; what plugins make of the request is put into its place before. */
  prepare(request: OperationRequest): Promise<PreparedOperation>;
  /** Never throws; a subscription's stream throws a GraphQLError, fit for a client's eyes too, where it fails. */
  run(
    request: OperationRequest,
    prepared: PreparedOperation,
    transport: Transport,
  ): Promise<FormattedExecutionResult | ResultStream>;
  /** The same for what has one answer: a subscription is refused. */
  answer(
    request: OperationRequest,
    prepared: PreparedOperation,
    http?: Pick<IncomingMessage, 'method' | 'headers' | 'url'>,
  ): Promise<HttpAnswer>;
}

export function operations(options: {
  apollo: ApolloServer<RequestContext>;
  admission: Admission;
  subscribe: Subscribe;
  present: FormatError;
  metrics: GatewayMetrics;
  limits: Limits;
}): Operations {
  const { apollo, admission, metrics, present, limits } = options;

  const answer: Operations['answer'] = async (request, prepared, http) => {
    if (prepared.errors) return refused(prepared.errors);
    if (prepared.kind === 'subscription')
      return refused([gatewayError.subscriptionNeedsStream()], 'subscription');
    try {
      return await within(limits.operationTime, request.context, async (context) => {
        const { operationName, variables } = request;
        const run = () =>
          apollo.executeOperation(
            {
              query: prepared.query,
              variables,
              ...(operationName && { operationName }),
              ...(http && { http: asApolloTakesIt(http) }),
            },
            { contextValue: context },
          );
        const { body, http: head } = await admission.inTurn(prepared, context, run);
        if (body.kind !== 'single') throw new Error('incremental delivery is not offered');
        const settled = admission.settle(prepared, context, body.singleResult);
        return {
          body: withArguments(settled, prepared, request),
          status: head.status,
          headers: head.headers,
        };
      });
    } catch (error) {
      if (error instanceof GraphQLError) return refused([error], prepared.kind, 'error');
      throw error;
    }
  };

  function refused(
    errors: readonly GraphQLError[],
    kind: OperationKind = 'unknown',
    outcome: Outcome = 'refused',
  ): HttpAnswer {
    metrics.operation(kind, outcome);
    const [first] = errors;
    const status = (first?.extensions.http as { status?: number } | undefined)?.status;
    return { body: { errors: presentAll(errors, present) }, status, headers: [] };
  }

  function failure(error: unknown): GraphQLFormattedError {
    const { message, extensions } = error as GraphQLError;
    return present({ message, ...(extensions && { extensions }) }, error);
  }

  /** Counts the subscription while it is open, and makes its failure fit to be seen. */
  function follow(source: ResultStream, transport: Transport, { requestId }: RequestContext): ResultStream {
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
        if (!event.done) return event;
        end();
        return { done: true, value: undefined };
      } catch (error) {
        end();
        const { message, extensions = {} } = inRequest(requestId, () => failure(error));
        throw new GraphQLError(message, { extensions });
      }
    }
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next,
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
  ): Promise<FormattedExecutionResult | ResultStream> {
    if (prepared.errors || prepared.kind !== 'subscription') return (await answer(request, prepared)).body;
    try {
      const result = await admission.inTurn(prepared, request.context, () =>
        options.subscribe({ ...request, document: prepared.document }),
      );
      const starts = Symbol.asyncIterator in result;
      metrics.operation('subscription', starts ? 'success' : outcomeOf(result.errors));
      if (!starts) return withArguments(presentResult(result, present), prepared, request);
      const lasting = lastingAtMost(result, limits.subscriptionTime);
      return follow(lasting, transport, request.context);
    } catch (error) {
      const errors = [failure(error)];
      metrics.operation('subscription', outcomeOf(errors));
      return { errors };
    }
  }

  return {
    prepare: (request) => admission.prepare(request),
    answer: (request, prepared, http) =>
      inRequest(request.context.requestId, () => answer(request, prepared, http)),
    run: (request, prepared, transport) =>
      inRequest(request.context.requestId, () =>
        tracedRequest(`${transport} operation`, request.context.headers, () =>
          run(request, prepared, transport),
        ),
      ),
  };
}

/** The request as Apollo Server's plugins see it. */
function asApolloTakesIt({
  method,
  headers,
  url = '/',
}: Pick<IncomingMessage, 'method' | 'headers' | 'url'>) {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const question = url.indexOf('?');
  return {
    method: method ?? 'POST',
    headers: map,
    search: question < 0 ? '' : url.slice(question),
    body: undefined,
  };
}
