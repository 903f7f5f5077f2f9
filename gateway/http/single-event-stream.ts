import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import { HttpError, sendJson } from '../../lib/http.ts';
import type { Limits } from '../limits.ts';
import type { Operations } from '../operations.ts';
import type { RequestContext } from '../request-context.ts';
import { resultText } from '../result-text.ts';
import { preventCsrf } from './csrf.ts';
import { eventStream } from './event-stream.ts';
import { asOperationRequest } from './operation-request.ts';
import { httpParameters } from './parameters.ts';
import { type OpenStreams, type StreamWriter, streamWriter } from './result-stream.ts';

const TOKEN_HEADER = 'x-graphql-event-stream-token';
/** How long a token is good for before its stream is opened. */
const UNOPENED_MS = 30_000;
/** Tokens whose stream is not open yet. */
const MOST_UNOPENED = 10_000;

type Results = AsyncIterableIterator<FormattedExecutionResult>;

interface Reservation {
  token: string;
  rights: string;
  /** Under way, by the id that the client gave each; undefined while one is being made. */
  operations: Map<string, Results | undefined>;
  /** Resolves when the stream is open; to undefined where it was never opened, or is closed. */
  writer: PromiseWithResolvers<StreamWriter | undefined>;
  open: boolean;
}

/** Whether a request belongs to this mode. */
export function isSingleConnection(request: IncomingMessage): boolean {
  return request.method === 'PUT' || request.method === 'DELETE' || tokenOf(request) !== undefined;
}

/**
 * GraphQL over server-sent events in the "single connection mode" of graphql-sse, for browsers that allow a site only a few
 * connections: PUT gives a token, GET with it opens the one stream, POST runs an operation whose results go there under its id,
 * DELETE ends one. All of them must come with the same rights.
 */
export function graphqlOverOneEventStream(options: {
  operations: Operations;
  limits: Limits;
  rightsOf: (context: RequestContext) => string;
  open: OpenStreams;
}) {
  const { operations, limits, rightsOf, open } = options;
  const reservations = new Map<string, Reservation>();
  let unopened = 0;

  function reserve(response: ServerResponse, context: RequestContext) {
    if (unopened >= MOST_UNOPENED) throw new HttpError(503, 'Too many streams are reserved.');
    const token = randomUUID();
    const reservation: Reservation = {
      token,
      rights: rightsOf(context),
      operations: new Map(),
      writer: Promise.withResolvers(),
      open: false,
    };
    reservations.set(token, reservation);
    unopened += 1;
    setTimeout(() => {
      if (reservation.open) return;
      unopened -= 1;
      forget(reservation);
    }, UNOPENED_MS).unref();
    response.writeHead(201, { 'content-type': 'text/plain; charset=utf-8' }).end(token);
  }

  function forget({ token, operations: running, writer }: Reservation) {
    reservations.delete(token);
    writer.resolve(undefined);
    for (const results of running.values()) void results?.return?.();
    running.clear();
  }

  /** @throws HttpError 404 where the token is none, or another caller's */
  function find(request: IncomingMessage, context: RequestContext): Reservation {
    const reservation = reservations.get(tokenOf(request) ?? '');
    if (reservation && reservation.rights === rightsOf(context)) return reservation;
    throw new HttpError(404, 'There is no event stream under this token. Reserve one with PUT.');
  }

  function openStream(response: ServerResponse, reservation: Reservation) {
    if (reservation.open) throw new HttpError(409, 'The event stream of this token is open already.');
    reservation.open = true;
    unopened -= 1;
    reservation.writer.resolve(streamWriter(response, eventStream));
    const listed = open.add(() => response.end(eventStream.restart));
    response.once('close', () => {
      listed[Symbol.dispose]();
      forget(reservation);
    });
  }

  async function accept(
    request: IncomingMessage,
    response: ServerResponse,
    context: RequestContext,
    reservation: Reservation,
  ) {
    preventCsrf(request.method, request.headers);
    const operation = asOperationRequest(await httpParameters(request, limits.requestBytes), context, limits);
    const { operationId: id } = operation.extensions ?? {};
    if (typeof id !== 'string' || id === '')
      throw new HttpError(400, 'Name the operation in "extensions": { "operationId": … }.');
    const running = reservation.operations;
    if (running.has(id)) throw new HttpError(409, 'An operation with this "operationId" is under way.');
    if (running.size >= limits.operationsPerSocket)
      throw new HttpError(429, `This stream has ${running.size} operations under way, which is the most.`);
    // Taken now, so that another of this id that comes meanwhile finds it under way.
    running.set(id, undefined);
    const prepared = await operations.prepare(operation);
    if (prepared.errors) {
      running.delete(id);
      const { body, status = 400 } = await operations.answer(operation, prepared, request);
      return sendJson(response, status, body);
    }
    if (request.method === 'GET' && prepared.kind === 'mutation') {
      running.delete(id);
      throw new HttpError(405, 'A mutation must be sent by POST.', { allow: 'POST' });
    }
    const answer = await operations.run(operation, prepared, 'sse');
    const results = Symbol.asyncIterator in answer ? answer : one(answer);
    // Ended meanwhile, with the stream or by its client.
    if (!running.has(id)) void results.return?.();
    else {
      running.set(id, results);
      void forward(reservation, id, results);
    }
    response.writeHead(202).end();
  }

  async function forward({ operations: running, writer }: Reservation, id: string, results: Results) {
    const name = JSON.stringify(id);
    const stream = await writer.promise;
    if (!stream) return void results.return?.();
    const next = (text: string) => stream.write(`event: next\ndata: {"id":${name},"payload":${text}}\n\n`);
    try {
      for await (const result of results) await next(resultText(result));
    } catch (error) {
      await next(resultText({ errors: [(error as GraphQLError).toJSON()] }));
    }
    if (running.get(id) !== results) return;
    running.delete(id);
    await stream.write(`event: complete\ndata: {"id":${name}}\n\n`);
  }

  function end(request: IncomingMessage, response: ServerResponse, { operations: running }: Reservation) {
    const id = new URL(request.url ?? '/', 'http://gateway').searchParams.get('operationId');
    if (!id) throw new HttpError(400, 'Say which operation to end: ?operationId=…');
    const results = running.get(id);
    running.delete(id);
    void results?.return?.();
    response.writeHead(200).end();
  }

  return async (
    request: IncomingMessage,
    response: ServerResponse,
    context: RequestContext,
  ): Promise<void> => {
    if (request.method === 'PUT') return reserve(response, context);
    const reservation = find(request, context);
    if (request.method === 'DELETE') return end(request, response, reservation);
    const streams = request.method === 'GET' && /\btext\/event-stream\b/i.test(request.headers.accept ?? '');
    return streams ? openStream(response, reservation) : accept(request, response, context, reservation);
  };
}

function tokenOf({ headers, url = '/' }: IncomingMessage): string | undefined {
  const header = headers[TOKEN_HEADER];
  if (typeof header === 'string') return header;
  // Most requests have nothing in their URL.
  if (!url.includes('?')) return undefined;
  return new URL(url, 'http://gateway').searchParams.get('token') ?? undefined;
}

async function* one(result: FormattedExecutionResult): AsyncGenerator<FormattedExecutionResult, undefined> {
  yield result;
}
