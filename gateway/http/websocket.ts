import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionArgs, type FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Context, JSONMessageReviver, OperationResult } from 'graphql-ws';
import { useServer as serveSockets } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { SCOPES_HEADER, TENANT_HEADER } from '../../lib/caller.ts';
import { pathOf } from '../../lib/http.ts';
import { keepLongInteger, writeLongInteger } from '../../lib/json64.ts';
import { gatewayError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import type { Operations } from '../operations.ts';
import { requestContext } from '../request-context.ts';
import { type Gate, isRefusal, type Refusal } from './gate.ts';
import { asOperationRequest } from './operation-request.ts';

/** GraphQL over WebSocket (graphql-transport-ws) at /graphql of `server`. */
export function graphqlOverWebSocket(options: {
  server: Server;
  gate: Gate;
  limits: Limits;
  operations: Operations;
}): AsyncDisposable {
  const { server, gate, limits, operations } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.requestBytes });

  /** Credentials, tenant and scopes come as connectionParams, or as headers of the handshake. */
  async function admit({ connectionParams, extra }: Pick<Context, 'connectionParams' | 'extra'>) {
    const { headers } = (extra as { request: IncomingMessage }).request;
    const { tenant, scopes, ...params } = connectionParams ?? {};
    const asked = {
      ...headers,
      ...params,
      ...(tenant !== undefined && { [TENANT_HEADER]: tenant }),
      ...(scopes !== undefined && { [SCOPES_HEADER]: scopes }),
    };
    const admitted = await gate.admit(asked);
    return isRefusal(admitted) ? admitted : requestContext(admitted, asked);
  }

  server.on('upgrade', (request, socket, head) => {
    const refusal = gate.host(request) ?? gate.origin(request) ?? notFound(request);
    if (refusal) return turnAway(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  });

  const served = serveSockets(
    {
      onConnect: async (context) => !isRefusal(await admit(context)),
      /** Everything is judged here: an error that graphql-ws met itself would close the socket for all operations. */
      async onSubscribe(context, _id, payload) {
        if (Object.keys(context.subscriptions).length > limits.operationsPerSocket) {
          return [gatewayError.tooManyOperations(limits.operationsPerSocket)];
        }
        try {
          const admitted = await admit(context);
          if (isRefusal(admitted))
            return [new GraphQLError(admitted.message, { extensions: { code: admitted.code } })];
          const request = asOperationRequest(payload, admitted);
          const prepared = operations.prepare(request);
          if (prepared.errors) return prepared.errors;
          return {
            schema: prepared.schema,
            document: prepared.document,
            operationName: request.operationName ?? null,
            contextValue: () => operations.run(request, prepared, 'websocket'),
          };
        } catch (error) {
          return [new GraphQLError((error as Error).message, { extensions: { code: 'BAD_REQUEST' } })];
        }
      },
      execute: runPrepared,
      subscribe: runPrepared,
      onNext: (_ctx, _id, _payload, _args, result) => result as FormattedExecutionResult,
      jsonMessageReviver: keepLongInteger as JSONMessageReviver,
      jsonMessageReplacer: writeLongInteger,
    },
    sockets,
  );

  return { [Symbol.asyncDispose]: async () => served.dispose() };
}

/** Runs what onSubscribe prepared. */
function runPrepared({ contextValue }: ExecutionArgs): OperationResult {
  return (contextValue as () => OperationResult)();
}

function notFound(request: IncomingMessage): Refusal | undefined {
  if (pathOf(request) === '/graphql') return undefined;
  return { status: 404, code: 'NOT_FOUND', message: 'WebSockets are served at /graphql.' };
}

/** Answers an upgrade that is refused as plain HTTP, and closes. */
function turnAway(socket: Duplex, { status, code, message }: Refusal): void {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
