import { setTimeout as delay } from 'node:timers/promises';
import type { GraphQLFormattedError } from 'graphql';
import { Pool } from 'undici';
import { headersOf } from '../../lib/caller.ts';
import { parseJson64, stringifyJson64 } from '../../lib/json64.ts';
import { gatewayError } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import type { Subgraph } from './errors.ts';

const CONNECT_MS = 2_000;
const RETRY_AFTER_MS = 50;

const connectionLost = /^(UND_ERR_SOCKET|UND_ERR_CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE)$/;

export interface SubgraphRequest {
  query: string;
  variables: Record<string, unknown> | undefined;
  operationName: string | undefined;
}

export interface SubgraphAnswer {
  data?: Record<string, unknown> | null;
  errors?: GraphQLFormattedError[];
}

/** Asks one subgraph over HTTP. */
export interface SubgraphHttp extends AsyncDisposable {
  /**
   * @param o.again whether to ask once more where the connection was lost: for queries, never for mutations
   * @throws GraphQLError where the subgraph is away, slow or talks nonsense
   */
  ask(
    request: SubgraphRequest,
    o: { context: Partial<RequestContext>; seconds: number; again: boolean },
  ): Promise<SubgraphAnswer>;
}

/** @param apiKey opens the product's own services: it is not for the user's subgraphs */
export function subgraphHttp(subgraph: Subgraph, apiKey: string | undefined): SubgraphHttp {
  const { origin, pathname, search } = new URL(subgraph.url);
  const pool = new Pool(origin, { connections: 64, connect: { timeout: CONNECT_MS } });
  const fixed: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' };
  if (apiKey && subgraph.own) fixed.authorization = `Bearer ${apiKey}`;

  /** Who asks is for the product's own services to know. */
  function headersFor({ caller = {} }: Partial<RequestContext>): Record<string, string> {
    return subgraph.own ? { ...fixed, ...headersOf(caller) } : fixed;
  }

  async function send(
    body: string,
    seconds: number,
    context: Partial<RequestContext>,
  ): Promise<SubgraphAnswer> {
    const response = await pool.request({
      path: pathname + search,
      method: 'POST',
      headers: headersFor(context),
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

  return {
    async ask(request, { context, seconds, again }) {
      const body = stringifyJson64(request);
      try {
        return await send(body, seconds, context);
      } catch (error) {
        if (!again || !connectionLost.test(codeOf(error))) throw explained(error, subgraph.name, seconds);
      }
      await delay(RETRY_AFTER_MS);
      try {
        return await send(body, seconds, context);
      } catch (error) {
        throw explained(error, subgraph.name, seconds);
      }
    },
    [Symbol.asyncDispose]: () => pool.close(),
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

function explained(error: unknown, name: string, seconds: number): Error {
  if (error instanceof Error && 'extensions' in error) return error;
  const late = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(codeOf(error));
  const failure = late ? gatewayError.subgraphTimeout(name, seconds) : gatewayError.subgraphUnavailable(name);
  failure.cause = error;
  return failure;
}
