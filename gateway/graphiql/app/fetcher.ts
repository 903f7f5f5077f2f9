import type { GraphiQLProps } from 'graphiql';
import { getOperationAST, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { withCredentials } from './credentials.ts';

type Fetcher = GraphiQLProps['fetcher'];
type FetcherParams = Parameters<Fetcher>[0];
type Headers = Record<string, string>;

/**
 * Sends what GraphiQL runs: a subscription over WebSocket, anything else by POST; both with the header editor's content.
 * The operation is looked up in the text itself: GraphiQL notices a moment late that another tab was opened, and would
 * send the name and kind of the one before.
 */
export const fetcher: Fetcher = (params, options) => {
  const operation = operationOf(params);
  const request = { ...params, operationName: operation?.name?.value };
  const headers = withCredentials((options?.headers ?? {}) as Headers);
  return operation?.operation === 'subscription' ? subscribe(request, headers) : post(request, headers);
};

/** Undefined where the text does not parse or names no such operation: the gateway says what is wrong. */
function operationOf({ query, operationName }: FetcherParams): OperationDefinitionNode | undefined {
  try {
    const document = parse(query);
    const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    const only = operations.length === 1 ? operations[0] : undefined;
    return only ?? getOperationAST(document, operationName) ?? undefined;
  } catch {
    return undefined;
  }
}

async function post(request: object, headers: Headers) {
  const response = await fetch(location.pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(request),
  });
  return response.json();
}

function subscribe(request: FetcherParams, connectionParams: Headers): AsyncIterableIterator<object> {
  const client = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}${location.pathname}`,
    connectionParams,
    retryAttempts: 0,
  });
  const events = client.iterate({ ...request });
  // Not a generator: its return(), called by the stop button, would wait for the next event.
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => events.next().catch(fail) as Promise<IteratorResult<object>>,
    async return() {
      await events.return?.();
      await client.dispose();
      return { done: true, value: undefined };
    },
  };
}

function fail(reason: unknown): never {
  if (!(reason instanceof CloseEvent)) throw reason;
  if (reason.code === 4403) throw new Error('An API key is needed: the button with the key takes it.');
  throw new Error(`The connection was closed (${reason.code} ${reason.reason}). Run the subscription again.`);
}
