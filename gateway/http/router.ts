import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { HttpError, pathOf, sendJson } from '../../lib/http.ts';
import { metricsText } from '../../lib/metrics.ts';
import { inRequest, REQUEST_ID_HEADER, requestIdOf } from '../../lib/request-id.ts';
import { tracedRequest } from '../../lib/tracing/tracing.ts';
import type { Identity } from '../access/identity.ts';
import { isRefusal, type Refusal } from '../access/refusal.ts';
import { gatewayError } from '../errors.ts';
import type { Protection } from '../protection.ts';
import type { ReadyState } from '../readiness.ts';
import { type RequestContext, requestContext } from '../request-context.ts';
import { deadlineOf } from '../upstream/deadline.ts';
import type { Graphs } from '../variants/graphs.ts';
import { shareWithPages } from './cors.ts';
import type { Gate } from './gate.ts';
import type { SystemHealth } from './health.ts';
import { remembered } from './remembered.ts';
import { secure } from './security.ts';
import { isSingleConnection } from './single-event-stream.ts';

type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
) => Promise<void> | void;
/** Answers a request that was let in. */
type Admitted = (
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
) => Promise<void>;

export interface Routes {
  gate: Gate;
  protection: Protection;
  graphql: Admitted;
  events: Admitted;
  /** Events of several operations in one stream. */
  singleStream: Admitted;
  /** GraphiQL's page. */
  page: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** GraphiQL's files; false where there is no such file. */
  asset: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  health: () => Promise<SystemHealth>;
  /** Instances of subgraphs announce themselves. @default none can */
  registration?: Handler | undefined;
  ready: () => ReadyState;
  /** What clients used of a variant of the graph. */
  usage: Graphs['usage'];
  /** What subgraphs verify the gateway by; none: its requests are not signed. */
  jwks?: object | undefined;
  registry: Registry;
  log: Logger;
}

/** Everything that the gateway answers over HTTP. */
export function router(routes: Routes): (request: IncomingMessage, response: ServerResponse) => void {
  const { gate, log } = routes;
  const { exposure, cors, network, addressOf } = routes.protection;

  async function graphql(request: IncomingMessage, response: ServerResponse, requestId: string) {
    const page = request.method === 'GET' && accepts(request, 'text/html');
    if (page && exposure.graphiql) return routes.page(request, response);
    const streams = accepts(request, 'text/event-stream');
    const admitted = await gate.admit(request.headers);
    if (isRefusal(admitted)) return refuse(response, admitted);
    const refusal = streams ? gate.origin(request) : undefined;
    if (refusal) return refuse(response, refusal);
    const context = {
      ...requestContext(admitted, request.headers, requestId, addressOf(request)),
      deadline: deadlineOf(request.headers),
      left: abandoned(response),
    };
    if (isSingleConnection(request)) return routes.singleStream(request, response, context);
    if (streams) return routes.events(request, response, context);
    return tracedRequest(`${request.method} /graphql`, request.headers, async (span) => {
      await routes.graphql(request, response, context);
      span?.setAttributes({
        'http.response.status_code': response.statusCode,
        'kitegraph.request_id': requestId,
      });
    });
  }

  async function health(request: IncomingMessage, response: ServerResponse) {
    const { status, components, leftOut } = await routes.health();
    const operator = isOperator(await gate.admit(request.headers));
    sendJson(
      response,
      200,
      operator ? { status, components } : { status, ...(leftOut.length > 0 && { leftOut }) },
    );
  }

  function ready(_: IncomingMessage, response: ServerResponse) {
    const state = routes.ready();
    sendJson(response, state.ready ? 200 : 503, state);
  }

  async function metrics(request: IncomingMessage, response: ServerResponse) {
    const admitted = await gate.admit(request.headers);
    if (isRefusal(admitted)) return refuse(response, admitted);
    if (!isOperator(admitted)) return refuse(response, FOR_OPERATORS);
    response.writeHead(200, { 'content-type': routes.registry.contentType });
    response.end(await metricsText(routes.registry, request.url));
  }

  /** What clients used of the schema: for the check whether a new one would break it. */
  async function usage(request: IncomingMessage, response: ServerResponse) {
    const admitted = await gate.admit(request.headers);
    if (isRefusal(admitted)) return refuse(response, admitted);
    if (!isOperator(admitted)) return refuse(response, FOR_OPERATORS);
    const variant = new URL(request.url ?? '/', 'http://gateway').searchParams.get('variant') ?? undefined;
    const report = routes.usage(variant);
    if (report) return sendJson(response, 200, report);
    const { message } = gatewayError.variantNotFound(variant ?? '');
    refuse(response, { status: 404, code: 'VARIANT_NOT_FOUND', message });
  }

  async function other(request: IncomingMessage, response: ServerResponse) {
    if (exposure.graphiql && request.method === 'GET' && (await routes.asset(request, response))) return;
    sendJson(response, 404, {
      errors: [
        {
          message: 'Here are /graphql, /health and /metrics, and nothing else.',
          extensions: { code: 'NOT_FOUND' },
        },
      ],
    });
  }

  const byPath: Record<string, Handler> = {
    '/graphql': graphql,
    '/health': health,
    ...(routes.registration && { '/instances': routes.registration }),
    '/health/live': (_, response) => sendJson(response, 200, { live: true }),
    '/health/ready': ready,
    '/metrics': metrics,
    '/usage': usage,
    ...(routes.jwks && { '/.well-known/jwks.json': (_, response) => sendJson(response, 200, routes.jwks) }),
  };

  return (request, response) => {
    const requestId = requestIdOf(request.headers);
    response.setHeader(REQUEST_ID_HEADER, requestId);
    secure(response, network?.hsts);
    if (shareWithPages(request, response, cors)) return;
    const refusal = gate.host(request);
    if (refusal) return refuse(response, refusal);
    const handle = byPath[pathOf(request)] ?? other;
    inRequest(requestId, async () => handle(request, response, requestId)).catch((error) =>
      fail(response, error),
    );
  };

  function fail(response: ServerResponse, error: unknown) {
    if (!(error instanceof HttpError)) log.error({ err: error }, 'a request failed');
    if (response.headersSent) return void response.destroy();
    const { status, message, headers } =
      error instanceof HttpError ? error : { status: 500, message: 'Internal error.', headers: {} };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const code = status === 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
    sendJson(response, status, { errors: [{ message, extensions: { code } }] });
  }
}

const FOR_OPERATORS: Refusal = {
  status: 403,
  code: 'TENANT_NOT_ALLOWED',
  message: 'Only operators see this: the scope "ops" is needed, bound to no tenant.',
};

/** Whether who asks may see how the whole is, bound to no tenant and limited to no scopes of documents. */
function isOperator(admitted: Identity | Refusal): boolean {
  if (isRefusal(admitted)) return false;
  const { caller, scopes } = admitted;
  return scopes.has('ops') && caller.tenant === undefined && caller.scopes === undefined;
}

function refuse(response: ServerResponse, { status, code, message, headers }: Refusal): void {
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  sendJson(response, status, { errors: [{ message, extensions: { code } }] });
}

/** Aborted where the client goes before it has its answer. */
function abandoned(response: ServerResponse): AbortController {
  const left = new AbortController();
  if (response.destroyed) left.abort();
  response.once('close', () => {
    if (!response.writableFinished) left.abort();
  });
  return left;
}

/** Whether the client names this type among those that it takes. `*` names none. */
function accepts(request: IncomingMessage, type: string): boolean {
  return typesIn(request.headers.accept ?? '').includes(type);
}

const typesIn = remembered((accept) =>
  accept.split(',').map((part) => part.split(';', 1)[0]?.trim().toLowerCase()),
);
