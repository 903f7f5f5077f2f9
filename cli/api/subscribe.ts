import { setTimeout as delay } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Connection } from '../config.ts';
import { Failure } from '../failure.ts';
import type { TypedDocumentString } from '../generated/operations.ts';
import { type GraphQLProblem, keyIsNeeded, Refused, Unreachable } from './errors.ts';

/** The code of a WebSocket that is closed since nobody needs it. */
const normalClosure = 1000;
/** Between two attempts to connect again, in milliseconds. */
const mostWaitMs = 15_000;

/** Live events of the public GraphQL API, all over one WebSocket. */
export interface Events extends AsyncDisposable {
  /**
   * The data of each event, until the subscription ends or the caller leaves the loop. A lost connection is made again;
   * the current state then comes first, once more.
   * @throws Refused, Unreachable, Failure
   */
  of<T, V extends Record<string, unknown>>(
    operation: TypedDocumentString<T, V>,
    variables: V,
  ): AsyncGenerator<T>;
}

/** @param onState told when the connection is lost, and when it is there again */
export function events({ url, apiKey, tenant }: Connection, onState?: (lost: boolean) => void): Events {
  let connected = false;
  const client: Client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: {
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      ...(tenant !== undefined && { tenant }),
    },
    retryAttempts: 30,
    retryWait: (retries) => delay(Math.min(250 * 2 ** retries, mostWaitMs)),
    // At the first attempt a server that is away is a mistake to be told at once; later it may be starting again.
    shouldRetry: () => connected,
    on: {
      connected: () => {
        connected = true;
        onState?.(false);
      },
      closed: (event) => onState?.(connected && (event as { code?: number }).code !== normalClosure),
    },
  });
  return {
    async *of(operation, variables) {
      try {
        for await (const { data, errors } of client.iterate({ query: String(operation), variables })) {
          // A subgraph is away for a moment: the subscription goes on by itself.
          if (errors?.[0]?.extensions?.resuming === true) continue;
          if (errors?.length) throw new Refused(errors as GraphQLProblem[]);
          yield data as never;
        }
      } catch (error) {
        throw explained(error, url, apiKey !== undefined);
      }
    },
    async [Symbol.asyncDispose]() {
      await client.dispose();
    },
  };
}

/** graphql-ws rejects with the close event, with the server's errors, or with the socket's error. */
function explained(error: unknown, url: string, keyGiven: boolean): Error {
  if (error instanceof Failure) return error;
  if (Array.isArray(error)) return new Refused(error as GraphQLProblem[]);
  const { code, reason } = error as { code?: number; reason?: string };
  if (code === 4403 || code === 4401) return keyIsNeeded(keyGiven);
  if (typeof code === 'number' && reason) return new Failure(`The server ended the subscription: ${reason}`);
  return new Unreachable(url, error);
}
