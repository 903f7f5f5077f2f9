import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { SCOPES_HEADER, TENANT_HEADER } from '../../../lib/caller.ts';
import { pathOf } from '../../../lib/http.ts';
import { isRefusal, type Refusal } from '../../access/refusal.ts';
import { clientOf, tally } from '../../admission/client.ts';
import { gatewayError } from '../../errors.ts';
import type { Operations } from '../../operations.ts';
import type { Protection } from '../../protection.ts';
import { requestContext } from '../../request-context.ts';
import { deadlineOf } from '../../upstream/deadline.ts';
import { withChosen } from '../../variants/choice.ts';
import type { Gate } from '../gate.ts';
import { asOperationRequest } from '../operation-request.ts';
import { type Connection, type Outcome, serveConnection } from './connection.ts';
import { closing, PROTOCOL } from './messages.ts';

const INIT_WITHIN_MS = 3_000;
/** A client that does not answer one ping by the next is gone. */
const PING_EVERY_MS = 12_000;
/** How long a socket may take to close. */
const CLOSE_WITHIN_MS = 1_000;

export interface WebSockets extends AsyncDisposable {
  /**
   * Closes each socket with 1012, upon which clients connect and subscribe again; answers that are under way are sent before.
   * Resolves when all are closed, or after `ms`.
   */
  restart(ms: number): Promise<void>;
}

/** GraphQL over WebSocket (graphql-transport-ws) at /graphql of `server`. */
export function graphqlOverWebSocket(options: {
  server: Server;
  gate: Gate;
  protection: Protection;
  operations: Operations;
  log: Logger;
  /** @default 3 s */
  initWithinMs?: number;
}): WebSockets {
  const { server, gate, operations, log } = options;
  const { limits, addressOf } = options.protection;
  const connections = new Map<WebSocket, { connection: Connection; alive: boolean }>();
  const open = tally(limits.socketsPerClient);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.requestBytes,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });

  server.on('upgrade', (request, socket, head) => {
    const refusal = gate.host(request) ?? gate.origin(request) ?? notFound(request);
    if (refusal) return turnAway(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, socket, request));
  });

  function serve(socket: WebSocket, wire: Duplex, request: IncomingMessage) {
    // What is wrong with a frame closes the socket: too large (1009), not UTF-8 (1007), no frame at all (1002).
    socket.on('error', (err) => log.debug({ err }, 'a WebSocket failed'));
    if (socket.protocol !== PROTOCOL) {
      return socket.close(closing.otherProtocol.code, closing.otherProtocol.reason);
    }
    let asked: Record<string, unknown> = request.headers;

    /** Credentials, tenant and scopes come as connectionParams, or as headers of the handshake. */
    async function admit() {
      const given = asked;
      const admitted = await gate.admit(given);
      return isRefusal(admitted) ? admitted : requestContext(admitted, given, undefined, addressOf(request));
    }

    async function run(
      payload: Record<string, unknown>,
      others: number,
      left: AbortController,
    ): Promise<Outcome> {
      if (others >= limits.operationsPerSocket)
        return { refused: [gatewayError.tooManyOperations(limits.operationsPerSocket).toJSON()] };
      const admitted = await admit();
      if (isRefusal(admitted)) return { refused: [withCode(admitted.message, admitted.code)] };
      let operation: ReturnType<typeof asOperationRequest>;
      try {
        const context = { ...admitted, left, deadline: deadlineOf(admitted.headers) };
        operation = asOperationRequest(payload, context, limits);
      } catch (error) {
        return { refused: [withCode((error as Error).message, 'BAD_REQUEST')] };
      }
      const prepared = await operations.prepare(operation);
      if (!prepared.errors) return { answer: await operations.run(operation, prepared, 'websocket') };
      const { body } = await operations.answer(operation, prepared);
      return { refused: body.errors ?? [] };
    }

    const connection = serveConnection(socket, wire, {
      initWithinMs: options.initWithinMs ?? INIT_WITHIN_MS,
      async connect(params) {
        const { tenant, scopes, ...others } = params ?? {};
        const given = {
          ...request.headers,
          ...others,
          ...(tenant !== undefined && { [TENANT_HEADER]: tenant }),
          ...(scopes !== undefined && { [SCOPES_HEADER]: scopes }),
        };
        asked = withChosen(given, request);
        const admitted = await admit();
        if (isRefusal(admitted)) return admitted.status === 503 ? closing.unavailable : closing.forbidden;
        if (admitted.identity.by === 'OPEN') return undefined;
        const closed = open.take(clientOf(admitted));
        // A client that is gone already has no "close" to come.
        if (socket.readyState === socket.OPEN && closed) socket.once('close', closed);
        else closed?.();
        return closed ? undefined : closing.tooMany;
      },
      run,
      failed: (err) => log.error({ err }, 'an operation over WebSocket failed'),
    });
    const state = { connection, alive: true };
    connections.set(socket, state);
    socket.on('pong', () => {
      state.alive = true;
    });
    socket.once('close', () => connections.delete(socket));
  }

  const pings = setInterval(() => {
    for (const [socket, state] of connections) {
      if (!state.alive) socket.terminate();
      state.alive = false;
      socket.ping();
    }
  }, PING_EVERY_MS);

  return {
    async restart(ms) {
      const closed = [...connections.keys()].map(
        (socket) => new Promise((resolve) => socket.once('close', resolve)),
      );
      for (const { connection } of connections.values()) connection.restart();
      await Promise.race([Promise.all(closed), delay(ms, undefined, { ref: false })]);
    },
    async [Symbol.asyncDispose]() {
      clearInterval(pings);
      for (const { connection } of connections.values()) connection.close(closing.restart);
      // A client that does not answer the closing of its socket would hold it for half a minute.
      const cut = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, CLOSE_WITHIN_MS);
      await new Promise((resolve) => sockets.close(resolve));
      clearTimeout(cut);
    },
  };
}

function withCode(message: string, code: string): GraphQLFormattedError {
  return { message, extensions: { code } };
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
