import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ExecutionArgs,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  Kind,
} from 'graphql';
import { useServer as serveOver } from 'graphql-ws/use/ws';
import type { Registry } from 'prom-client';
import { WebSocketServer } from 'ws';
import { admission } from './admission.ts';
import type { Caller } from './caller.ts';
import { type Checks, overall, runChecks } from './health.ts';
import { HttpError, listen, pathOf, sendApolloResponse, sendJson, toApolloRequest } from './http.ts';
import { type Execute, offerInProcess } from './in-process.ts';
import { keepLongInteger, stringifyJson64, writeLongInteger } from './json64.ts';
import { logger } from './log.ts';
import { maskError } from './mask.ts';
import { metricsText } from './metrics.ts';
import { inRequest, requestIdOf } from './request-id.ts';
import { dateTime, vector } from './scalars.ts';
import type { Service } from './service.ts';
import { subscribeWithFreshContext } from './subscribe.ts';
import { type OwnSubgraph, subgraphTypeDefs } from './supergraph.ts';
import { traceResolvers } from './tracing/resolvers.ts';
import { tracedRequest } from './tracing/tracing.ts';

export interface SubgraphOptions<C extends object> {
  name: OwnSubgraph;
  host: string;
  port: number;
  apiKey?: string | undefined;
  /** What the gateway signs its requests by; without it the API key opens the subgraph, where there is one. */
  gatewaySecrets?: readonly string[] | undefined;
  // The generated resolver types differ by subgraph; each server.ts checks its own against them.
  resolvers: Record<string, unknown>;
  /** Made anew for each request, and for each event of a subscription: fresh DataLoaders. */
  context: (caller: Caller) => C;
  /** The parts that this service needs. */
  parts: Checks;
  registry: Registry;
}

const bodyLimit = 32 * 1024 * 1024;
/** Less than whoever asks for /health waits: a part that hangs is not to make the service look away. */
const healthWithinMs = 1_500;
/** Sees nothing and may do nothing. */
const NOBODY: Caller = { scopes: [], collections: [] };

/**
 * Serves one subgraph: GraphQL over HTTP and over WebSocket (graphql-transport-ws) at /graphql, /health and /metrics.
 * Everything but /health asks for the gateway's signature, or, without a secret, for the API key. Its client is the gateway: pages of browsers, any of which
 * can send requests to this machine, are turned away.
 */
export async function startSubgraph<C extends object>(options: SubgraphOptions<C>): Promise<Service> {
  const log = logger(options.name);
  const admit = admission(options);
  const schema = buildSubgraphSchema([
    {
      typeDefs: subgraphTypeDefs(options.name),
      resolvers: { ...options.resolvers, DateTime: dateTime, Vector: vector } as never,
    },
  ]);
  traceResolvers(schema);
  const formatError = maskError(log);
  const apollo = new ApolloServer<C>({
    schema,
    formatError,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stringifyResult: stringifyJson64,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    logger: log,
  });
  await apollo.start();

  async function graphql(request: IncomingMessage, response: ServerResponse) {
    if (fromBrowser(request)) return refuseBrowser(response);
    if (request.method !== 'POST') throw new HttpError(405, 'Send the operation by POST.');
    const caller = callerIn(request.headers);
    if (!caller) {
      const { message, extensions } = admit.refusal;
      return sendJson(response, 401, { errors: [{ message, extensions }] });
    }
    const httpGraphQLRequest = await toApolloRequest(request, bodyLimit);
    const answer = await tracedRequest(options.name, request.headers, () =>
      apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest,
        context: async () => options.context(caller),
      }),
    );
    await sendApolloResponse(response, answer);
  }

  function callerIn(headers: IncomingMessage['headers']): Caller | undefined {
    try {
      return admit.caller(headers);
    } catch (error) {
      throw new HttpError(400, (error as Error).message);
    }
  }

  async function health(response: ServerResponse) {
    const components = await runChecks(options.parts, healthWithinMs);
    sendJson(response, 200, { status: overall(components), components });
  }

  async function metrics(request: IncomingMessage, response: ServerResponse) {
    if (!admit.service(request.headers)) return sendJson(response, 401, { error: 'An API key is needed.' });
    response.writeHead(200, { 'content-type': options.registry.contentType });
    response.end(await metricsText(options.registry, request.url));
  }

  const http = await listen(
    (request, response) => {
      const path = pathOf(request);
      const answer =
        path === '/graphql'
          ? inRequest(requestIdOf(request.headers), () => graphql(request, response))
          : path === '/health'
            ? health(response)
            : path === '/metrics'
              ? metrics(request, response)
              : sendJson(response, 404, { error: 'This service has /graphql, /health and /metrics.' });
      Promise.resolve(answer).catch((error) => fail(response, error));
    },
    { host: options.host, port: options.port },
  );

  function fail(response: ServerResponse, error: unknown) {
    if (!(error instanceof HttpError)) log.error({ err: error }, 'a request failed');
    if (response.headersSent) return void response.destroy();
    const known = error instanceof HttpError ? error : new HttpError(500, 'Internal error.');
    const code = known.status === 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
    sendJson(response, known.status, { errors: [{ message: known.message, extensions: { code } }] });
  }

  const sockets = new WebSocketServer({
    server: http.server,
    path: '/graphql',
    maxPayload: bodyLimit,
    verifyClient: ({ req }, answer) => answer(!fromBrowser(req), 403),
  });
  const direct = offerInProcess(`${http.url}/graphql`, executeDirectly(schema, options.context, formatError));
  const mask = (errors: readonly GraphQLError[]) => errors.map((error) => formatError(error.toJSON(), error));
  const webSocket = serveOver(
    {
      schema,
      onConnect: ({ connectionParams }) => admit.connection(connectionParams ?? {}),
      onSubscribe: (_ctx, _id, { extensions }) =>
        admit.caller(extensions ?? {}) ? undefined : [new GraphQLError(admit.refusal.message, admit.refusal)],
      // Judged when the operation begins: a stream outlives what it was signed by.
      context: (_ctx, _id, { extensions }) => {
        const caller = admit.caller(extensions ?? {}) ?? NOBODY;
        return () => options.context(caller);
      },
      execute: (args) => execute(withContext(args as ExecutionArgs)),
      subscribe: (args) => {
        const { contextValue, ...others } = args as ExecutionArgs;
        return subscribeWithFreshContext(others, contextValue as () => C) as never;
      },
      jsonMessageReviver: keepLongInteger as never,
      jsonMessageReplacer: writeLongInteger as never,
      onError: (_ctx, _id, _payload, errors) => mask(errors),
      onNext: (_ctx, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: mask(result.errors as GraphQLError[]) } : undefined,
    },
    sockets,
  );

  return {
    url: http.url,
    async [Symbol.asyncDispose]() {
      direct[Symbol.dispose]();
      await webSocket.dispose();
      sockets.close();
      await http[Symbol.asyncDispose]();
      await apollo.stop();
    },
  };
}

/** Runs what a gateway in the same process asks. */
function executeDirectly<C>(
  schema: GraphQLSchema,
  context: (caller: Caller) => C,
  formatError: ReturnType<typeof maskError>,
): Execute {
  return async ({ document, variables, caller }) => {
    const { data, errors } = await execute({
      schema,
      document,
      variableValues: variables,
      contextValue: context(caller),
    });
    const answer = data === undefined ? {} : { data: data as Record<string, unknown> | null };
    if (!errors) return answer;
    return { ...answer, errors: errors.map((error) => formatError(withCode(error), error)) };
  };
}

/** As Apollo Server says it: a value that a variable cannot have is the client's mistake. */
function withCode(error: GraphQLError): GraphQLFormattedError {
  const formatted = error.toJSON();
  if (formatted.extensions?.code || error.nodes?.[0]?.kind !== Kind.VARIABLE_DEFINITION) return formatted;
  return { ...formatted, extensions: { ...formatted.extensions, code: 'BAD_USER_INPUT' } };
}

/** The context of an operation over WebSocket is made when it runs. */
function withContext(args: ExecutionArgs): ExecutionArgs {
  return { ...args, contextValue: (args.contextValue as () => unknown)() };
}

/** Browsers name the page that asks with every POST and every WebSocket; programs do not. */
function fromBrowser(request: IncomingMessage): boolean {
  return request.headers.origin !== undefined;
}

function refuseBrowser(response: ServerResponse): void {
  const message = 'A subgraph answers no pages of browsers: ask the gateway.';
  sendJson(response, 403, { errors: [{ message, extensions: { code: 'ORIGIN_NOT_ALLOWED' } }] });
}
