import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpError } from '../../lib/http.ts';
import type { Limits } from '../limits.ts';
import type { Operations } from '../operations.ts';
import type { RequestContext } from '../request-context.ts';
import { asOperationRequest } from './operation-request.ts';
import { httpParameters } from './parameters.ts';
import { type OpenStreams, type StreamFormat, writeResults } from './result-stream.ts';

/** Server-sent events, as graphql-sse names them: each result is an event `next`, the end an event `complete`. */
export const eventStream: StreamFormat = {
  headers: { 'content-type': 'text/event-stream; charset=utf-8' },
  start: ':\n\n',
  result: (text) => `event: next\ndata: ${text}\n\n`,
  failure: (text) => `event: next\ndata: ${text}\n\nevent: complete\ndata:\n\n`,
  end: 'event: complete\ndata:\n\n',
  idle: ':\n\n',
  idleEveryMs: 12_000,
  // Without `complete` a client takes the connection for lost: this says how soon it may come again, in milliseconds.
  restart: 'retry: 1000\n\n',
};

/** GraphQL over server-sent events, one stream an operation ("distinct connections mode" of graphql-sse). */
export function graphqlOverEvents(operations: Operations, limits: Limits, open: OpenStreams) {
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    context: RequestContext,
  ): Promise<void> => {
    const operation = asOperationRequest(await httpParameters(request, limits.requestBytes), context, limits);
    const prepared = await operations.prepare(operation);
    if (request.method === 'GET' && prepared.errors === undefined && prepared.kind === 'mutation') {
      throw new HttpError(405, 'A mutation must be sent by POST.', { allow: 'POST' });
    }
    const answer = await operations.run(operation, prepared, 'sse');
    for (const [name, value] of context.answerHeaders) response.setHeader(name, value);
    await writeResults(answer, response, eventStream, open);
  };
}
