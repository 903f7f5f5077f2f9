import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import { HttpError } from '../../lib/http.ts';
import { stringifyJson64 } from '../../lib/json64.ts';
import type { Operations } from '../operations.ts';
import type { RequestContext } from '../request-context.ts';
import { asOperationRequest } from './operation-request.ts';
import { httpParameters } from './parameters.ts';

/** Keeps proxies from closing a stream on which nothing happens. */
const COMMENT_EVERY_MS = 12_000;

/**
 * GraphQL over server-sent events, one stream an operation ("distinct connections mode" of graphql-sse): each result is an
 * event `next`, the end an event `complete`. The next event is asked for when the client has taken the one before.
 */
export function graphqlOverEvents(operations: Operations, requestBytes: number) {
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    context: RequestContext,
  ): Promise<void> => {
    const operation = asOperationRequest(await httpParameters(request, requestBytes), context);
    const prepared = operations.prepare(operation);
    if (request.method === 'GET' && prepared.errors === undefined && prepared.kind === 'mutation') {
      throw new HttpError(405, 'A mutation must be sent by POST.', { allow: 'POST' });
    }
    const answer = await operations.run(operation, prepared, 'sse');
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-content-type-options': 'nosniff',
    });
    await send(response, ':\n\n');
    if (!(Symbol.asyncIterator in answer)) await send(response, next(answer));
    else await forward(answer, response);
    await send(response, 'event: complete\ndata:\n\n');
    response.end();
  };
}

async function forward(
  results: AsyncIterableIterator<FormattedExecutionResult>,
  response: ServerResponse,
): Promise<void> {
  const leave = () => void results.return?.();
  response.once('close', leave);
  const comments = setInterval(() => response.write(':\n\n'), COMMENT_EVERY_MS);
  try {
    // A client that went away while the subscription was being made has no "close" to come.
    if (response.destroyed) return leave();
    for await (const result of results) await send(response, next(result));
  } catch (error) {
    await send(response, next({ errors: [(error as GraphQLError).toJSON()] }));
  } finally {
    clearInterval(comments);
    response.off('close', leave);
  }
}

function next(result: FormattedExecutionResult): string {
  return `event: next\ndata: ${stringifyJson64(result)}\n\n`;
}

/** Resolves when the client has room for more, or is gone. */
async function send(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  waiting.abort();
}
