import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Limits } from '../limits.ts';
import type { Operations } from '../operations.ts';
import type { RequestContext } from '../request-context.ts';
import { received } from './received.ts';
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
    const { operation, prepared } = await received(request, context, { operations, limits });
    const answer = await operations.run(operation, prepared, 'sse');
    for (const [name, value] of context.answerHeaders) response.setHeader(name, value);
    await writeResults(answer, response, eventStream, open);
  };
}
