import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FormattedExecutionResult } from 'graphql';
import Negotiator from 'negotiator';
import { HttpError } from '../../lib/http.ts';
import { stringifyJson64 } from '../../lib/json64.ts';
import type { Limits } from '../limits.ts';
import type { Operations } from '../operations.ts';
import type { RequestContext } from '../request-context.ts';
import { compressed } from './compress.ts';
import { preventCsrf } from './csrf.ts';
import { isWhatClientHas } from './etag.ts';
import { multipartStream, takesMultipart } from './multipart-stream.ts';
import { received } from './received.ts';
import { remembered } from './remembered.ts';
import { type OpenStreams, writeResults } from './result-stream.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';

/**
 * GraphQL over HTTP (the draft of the GraphQL foundation): one operation, one answer. What a client takes decides the
 * status of an operation that could not be run: 400 with application/graphql-response+json, 200 with application/json.
 */
export function graphqlOverHttp(operations: Operations, limits: Limits, open: OpenStreams) {
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    context: RequestContext,
  ): Promise<void> => {
    preventCsrf(request.method, request.headers);
    const multipart = takesMultipart(request);
    // A subscription has another type then, and what it is stands in the body.
    const early = multipart ? undefined : answerType(request);
    const { operation, prepared } = await received(request, context, { operations, limits });
    if (multipart && prepared.errors === undefined && prepared.kind === 'subscription') {
      const answer = await operations.run(operation, prepared, 'multipart');
      for (const [name, value] of context.answerHeaders) response.setHeader(name, value);
      return writeResults(answer, response, multipartStream, open);
    }
    // Why an operation is refused is told in JSON to who takes streams alone, too.
    const type = early ?? (prepared.errors ? (takenType(request) ?? JSON_TYPE) : answerType(request));
    const { body, status, headers } = await operations.answer(operation, prepared, request);
    for (const [name, value] of [...headers, ...context.answerHeaders]) {
      // By which page and by which variant it differs is told already.
      if (name === 'vary') response.appendHeader(name, value);
      else response.setHeader(name, value);
    }
    const text = stringifyJson64({ errors: body.errors, data: body.data, extensions: body.extensions });
    if (isWhatClientHas(request, response, text)) return void response.writeHead(304).end();
    const sent = await compressed(request, response, text);
    response.writeHead(statusOf(body, status, type), {
      'content-type': `${type}; charset=utf-8`,
      'content-length': Buffer.byteLength(sent),
      'x-content-type-options': 'nosniff',
    });
    const slow = setTimeout(() => response.destroy(), limits.answerTime);
    response.once('close', () => clearTimeout(slow));
    response.end(sent);
  };
}

function takenType({ headers }: IncomingMessage): string | undefined {
  return typeTakenBy(headers.accept ?? '*/*');
}

const typeTakenBy = remembered((accept) =>
  new Negotiator({ headers: { accept } }).mediaType([JSON_TYPE, GRAPHQL_TYPE]),
);

/** @throws HttpError 406 where the client takes none of the types */
function answerType(request: IncomingMessage): string {
  const type = takenType(request);
  if (type) return type;
  throw new HttpError(
    406,
    `An answer is ${JSON_TYPE} or ${GRAPHQL_TYPE}; a subscription is also text/event-stream. Name one of them in "accept".`,
  );
}

/** @param said by what refused the operation: 400 for an operation that is wrong itself */
function statusOf({ data }: FormattedExecutionResult, said: number | undefined, type: string): number {
  if (said !== undefined && said !== 400) return said;
  return data !== undefined || type === JSON_TYPE ? 200 : 400;
}
