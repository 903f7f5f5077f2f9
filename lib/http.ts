import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import { parseJson64 } from './json64.ts';

/** A listening HTTP server and where it answers. */
export interface Listening extends AsyncDisposable {
  server: Server;
  url: string;
  /** From now on each answer asks its client to leave the connection: a next request belongs elsewhere. */
  farewell(): void;
}

/**
 * Listens on `host:port` (0: any free port). A client that is slower than `slow` to send its headers or the whole request is cut off. Disposing stops accepting, waits up to `drainMs` for requests in flight,
 * then cuts what is left.
 * @throws Error that names the address where the port is taken.
 */
export async function listen(
  handler: RequestListener,
  options: {
    host: string;
    port: number;
    drainMs?: number;
    slow?: { headersTime: number; requestTime: number };
  },
): Promise<Listening> {
  const { headersTime = 60_000, requestTime = 120_000 } = options.slow ?? {};
  const checks = { connectionsCheckingInterval: Math.min(5_000, headersTime / 2, requestTime / 2) };
  const answering = new Set<ServerResponse>();
  let leaving = false;
  const server = createServer(checks, (request, response) => {
    if (leaving) response.shouldKeepAlive = false;
    answering.add(response);
    response.once('close', () => answering.delete(response));
    handler(request, response);
  });
  function farewell() {
    leaving = true;
    for (const response of answering) response.shouldKeepAlive = false;
  }
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = Math.min(headersTime, requestTime);
  server.requestTimeout = requestTime;
  server.listen(options.port, options.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'the port is in use' : (error as Error).message;
    throw new Error(`cannot listen on ${options.host}:${options.port}: ${why}`, { cause: error });
  }
  const { port } = server.address() as AddressInfo;
  return {
    server,
    url: urlOf(options.host, port),
    farewell,
    async [Symbol.asyncDispose]() {
      farewell();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), options.drainMs ?? 5_000);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** Where what listens on this address answers to this machine. */
export function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** The request's path, without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] as string;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}

/** A request that cannot be taken as it is: the HTTP status says why. */
export class HttpError extends Error {
  readonly status: number;
  /** Headers that the answer has beside. */
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** The body as text. @throws HttpError 413 over `limit` bytes */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  return (await readBytes(request, limit)).toString('utf8');
}

/** The body as it came. @throws HttpError 413 over `limit` bytes, with the `remedy` */
export function readBytes(
  request: IncomingMessage,
  limit: number,
  remedy = 'Send less at once.',
): Promise<Buffer> {
  // Listeners, because a loop over the stream costs several times as much for each request.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', function take(chunk: Buffer) {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      // What is left is for the server to pass over.
      request.off('data', take);
      reject(new HttpError(413, `The request is larger than ${limit} bytes. ${remedy}`));
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new HttpError(400, 'The request ended before its body did.'));
    });
  });
}

/** An HTTP request in the form that Apollo Server takes. @throws HttpError for a body that is no JSON or too large */
export async function toApolloRequest(
  request: IncomingMessage,
  bodyLimit: number,
): Promise<HTTPGraphQLRequest> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const url = request.url ?? '/';
  const question = url.indexOf('?');
  const text = await readBody(request, bodyLimit);
  let body: unknown;
  try {
    body = text === '' ? undefined : parseJson64(text);
  } catch {
    throw new HttpError(400, 'The body is not valid JSON.');
  }
  return { method: request.method ?? 'GET', headers, search: question < 0 ? '' : url.slice(question), body };
}

/** Sends Apollo Server's answer. */
export async function sendApolloResponse(
  response: ServerResponse,
  answer: HTTPGraphQLResponse,
): Promise<void> {
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.statusCode = answer.status ?? 200;
  if (answer.body.kind === 'complete') {
    response.end(answer.body.string);
    return;
  }
  for await (const chunk of answer.body.asyncIterator) {
    if (!response.write(chunk)) await once(response, 'drain');
  }
  response.end();
}
