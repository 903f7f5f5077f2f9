import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface Answer<T> {
  data: T;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
type Any = any;

/** A plain GraphQL client of one address, as any team might write it. */
export function graphqlClient(base: string, headers: Record<string, string> = {}) {
  const url = `${base}/graphql`;

  /** The whole answer, errors included. */
  async function ask<T = Any>(query: string, variables: object = {}): Promise<Answer<T>> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer<T>;
  }

  /** The data. @throws Error with the answer's first error */
  async function data<T = Any>(query: string, variables: object = {}): Promise<T> {
    const answer = await ask<T>(query, variables);
    if (answer.errors) throw new Error(JSON.stringify(answer.errors[0]));
    return answer.data;
  }

  /** The events of a subscription, until it ends or the caller leaves the loop. */
  async function* events<T = Any>(
    query: string,
    variables: Record<string, unknown> = {},
  ): AsyncGenerator<Answer<T>> {
    const client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: headers,
    });
    try {
      yield* client.iterate(query ? { query, variables } : { query }) as AsyncIterableIterator<Answer<T>>;
    } finally {
      await client.dispose();
    }
  }

  return { ask, data, events };
}
