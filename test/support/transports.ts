/** One operation over each transport that the gateway has, as any client would send it. */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface Result {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  data?: any;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  extensions?: Record<string, unknown>;
}

/** @param parameters beside the document: variables, extensions, … @param headers of HTTP, or connectionParams */
export type Ask = (
  query: string | undefined,
  parameters?: Record<string, unknown>,
  headers?: Record<string, string>,
) => Promise<Result>;

/** @param url of the GraphQL endpoint, known once the gateway runs */
export function transports(url: () => string): Record<'HTTP' | 'WebSocket' | 'server-sent events', Ask> {
  const post = (accept: string, body: object, headers: Record<string, string>) =>
    fetch(url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...headers },
      body: JSON.stringify(body),
    });
  return {
    async HTTP(query, parameters = {}, headers = {}) {
      return (await (await post('application/json', { query, ...parameters }, headers)).json()) as Result;
    },
    async WebSocket(query, parameters = {}, headers = {}) {
      const client = createClient({
        url: url().replace('http', 'ws'),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: headers,
      });
      try {
        return (await client.iterate({ query: query ?? '', ...parameters }).next()).value as Result;
      } catch (errors) {
        return { errors: errors as never };
      } finally {
        await client.dispose();
      }
    },
    async 'server-sent events'(query, parameters = {}, headers = {}) {
      const response = await post('text/event-stream', { query, ...parameters }, headers);
      const text = await response.text();
      const [data] = /(?<=data: ).+/.exec(text) ?? [text];
      return JSON.parse(data) as Result;
    },
  };
}
