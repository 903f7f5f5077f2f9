import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { GraphQLFormattedError } from 'graphql';
import { Pool } from 'undici';
import { parseJson64, stringifyJson64 } from '../../lib/json64.ts';
import { gatewayError } from '../errors.ts';
import type { Subgraph } from './errors.ts';
import type { TrafficSettings } from './settings.ts';

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
   * @param o.headers what goes with the request, beside what says that it is JSON
   * @param o.answered is told the headers of the answer
   * @param o.again whether to ask once more where the connection was lost: for queries, never for mutations
   * @throws GraphQLError where the subgraph is away, slow or talks nonsense
   */
  ask(
    request: SubgraphRequest,
    o: {
      headers: Record<string, string>;
      answered: (headers: IncomingHttpHeaders) => void;
      seconds: number;
      again: boolean;
    },
  ): Promise<SubgraphAnswer>;
}

export function subgraphHttp(subgraph: Subgraph, traffic: TrafficSettings): SubgraphHttp {
  const { origin, pathname, search } = new URL(subgraph.url);
  const { connections, timeout } = traffic;
  const pool = new Pool(origin, { connections, connect: { timeout: timeout.connect } });

  async function send(
    body: string,
    { headers, answered, seconds }: Omit<Parameters<SubgraphHttp['ask']>[1], 'again'>,
  ): Promise<SubgraphAnswer> {
    const response = await pool.request({
      path: pathname + search,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
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
    answered(response.headers);
    return answer;
  }

  return {
    async ask(request, { again, ...options }) {
      const { seconds } = options;
      const body = stringifyJson64(request);
      try {
        return await send(body, options);
      } catch (error) {
        if (!again || !connectionLost.test(codeOf(error))) throw explained(error, subgraph.name, seconds);
      }
      await delay(RETRY_AFTER_MS);
      try {
        return await send(body, options);
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
