import { setTimeout as delay } from 'node:timers/promises';
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { type GraphQLError, type GraphQLFormattedError, Kind, parse } from 'graphql';
import type { Logger } from 'pino';
import { Pool } from 'undici';
import { type Caller, headersOf } from '../../lib/caller.ts';
import { parseJson64, stringifyJson64 } from '../../lib/json64.ts';
import { gatewayError } from '../errors.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { presentSubgraphErrors, type Subgraph } from './errors.ts';

/** Longer than the longest wait that the schema offers: a search's `waitMilliseconds`, a mutation's `waitFor: INDEXED`. */
const deadlines = { querySeconds: 40, mutationSeconds: 90 };
const CONNECT_MS = 2_000;
const RETRY_AFTER_MS = 50;

const connectionLost = /^(UND_ERR_SOCKET|UND_ERR_CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE)$/;

interface SubgraphAnswer {
  data?: Record<string, unknown> | null;
  errors?: GraphQLFormattedError[];
}

export interface HttpSource extends GraphQLDataSource, AsyncDisposable {}

/**
 * Asks one subgraph over HTTP with a pool of kept connections. A query whose connection is lost is asked once more; a
 * mutation never is. A subgraph that is away, slow or talks nonsense becomes errors at the places that needed it.
 */
export function httpSource(options: {
  subgraph: Subgraph;
  apiKey?: string | undefined;
  metrics: GatewayMetrics;
  log: Logger;
  /** @default 40 s for a query, 90 s for a mutation */
  deadlines?: typeof deadlines;
}): HttpSource {
  const { subgraph, metrics, log } = options;
  const { querySeconds, mutationSeconds } = options.deadlines ?? deadlines;
  const { origin, pathname, search } = new URL(subgraph.url);
  const pool = new Pool(origin, { connections: 64, connect: { timeout: CONNECT_MS } });
  const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' };
  // The key opens the product's own services: it is not for the user's subgraphs.
  if (options.apiKey && subgraph.own) headers.authorization = `Bearer ${options.apiKey}`;

  async function send(body: string, seconds: number, caller: Caller): Promise<SubgraphAnswer> {
    const response = await pool.request({
      path: pathname + search,
      method: 'POST',
      // Who asks is for the product's own services to know.
      headers: subgraph.own ? { ...headers, ...headersOf(caller) } : headers,
      body,
      headersTimeout: seconds * 1000,
      bodyTimeout: seconds * 1000,
    });
    const text = await response.body.text();
    const answer = asAnswer(text);
    if (response.statusCode === 401 || response.statusCode === 403) {
      throw gatewayError.subgraphBadResponse(
        subgraph.name,
        `HTTP ${response.statusCode}, the key was refused`,
      );
    }
    if (!answer) throw gatewayError.subgraphBadResponse(subgraph.name, `HTTP ${response.statusCode}`);
    return answer;
  }

  async function ask(body: string, isQuery: boolean, caller: Caller): Promise<SubgraphAnswer> {
    const seconds = isQuery ? querySeconds : mutationSeconds;
    try {
      return await send(body, seconds, caller);
    } catch (error) {
      if (!isQuery || !connectionLost.test(codeOf(error)))
        throw asGraphQLError(error, subgraph.name, seconds);
    }
    await delay(RETRY_AFTER_MS);
    try {
      return await send(body, seconds, caller);
    } catch (error) {
      throw asGraphQLError(error, subgraph.name, seconds);
    }
  }

  return {
    async process({ request, context }: GraphQLDataSourceProcessOptions) {
      const { query = '', variables, operationName } = request;
      const body = stringifyJson64({ query, variables, operationName });
      const done = metrics.subgraphRequest(subgraph.name);
      try {
        // A line that starts with "mutation" inside a block string costs a query its second try, no more.
        const answer = await ask(body, !/^\s*mutation\b/m.test(query), (context ?? {}) as Caller);
        done(answer.errors ? 'error' : 'success');
        if (!answer.errors) return answer;
        return { ...answer, errors: presentSubgraphErrors(answer.errors, subgraph, log) };
      } catch (error) {
        const failure = error as GraphQLError;
        done(String(failure.extensions.code).toLowerCase());
        log.warn(
          { subgraph: subgraph.name, code: failure.extensions.code, err: failure.cause },
          failure.message,
        );
        return { errors: atEachPlace(failure, query, variables) };
      }
    },
    async [Symbol.asyncDispose]() {
      await pool.close();
    },
  };
}

function asAnswer(text: string): SubgraphAnswer | undefined {
  try {
    const answer = parseJson64(text) as SubgraphAnswer | null;
    return answer?.data !== undefined || Array.isArray(answer?.errors)
      ? (answer as SubgraphAnswer)
      : undefined;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? '');
}

function asGraphQLError(error: unknown, name: string, seconds: number): GraphQLError {
  if (error instanceof Error && 'extensions' in error) return error as GraphQLError;
  const late = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(codeOf(error));
  const failure = late ? gatewayError.subgraphTimeout(name, seconds) : gatewayError.subgraphUnavailable(name);
  failure.cause = error;
  return failure;
}

/** One error for each field that the request was for, so that a client sees why each of them is null. */
function atEachPlace(
  failure: GraphQLError,
  query: string,
  variables: Record<string, unknown> | undefined,
): GraphQLFormattedError[] {
  const { message, extensions } = failure;
  if (variables?.representations) return [{ message, extensions, path: ['_entities', 0] }];
  return rootNames(query).map((name) => ({ message, extensions, path: [name] }));
}

function rootNames(query: string): string[] {
  const operation = parse(query).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return (operation?.selectionSet.selections ?? []).flatMap((node) =>
    node.kind === Kind.FIELD ? [node.alias?.value ?? node.name.value] : [],
  );
}
