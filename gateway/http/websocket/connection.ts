import type { Duplex } from 'node:stream';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { WebSocket } from 'ws';
import { stringifyJson64 } from '../../../lib/json64.ts';
import { resultText } from '../../result-text.ts';
import { type ClientMessage, type Closing, closing, parseMessage } from './messages.ts';

/** Text that waits for a client, in bytes, before nothing more is read from it. */
const MOST_WAITING = 1024 * 1024;
/** The most that a reason of a closed socket can hold, in bytes. */
const MOST_REASON = 123;

type Results = AsyncIterableIterator<FormattedExecutionResult>;

/** What an operation came to: errors before it ran, or one result, or many. */
export type Outcome =
  | { refused: readonly GraphQLFormattedError[] }
  | { refused?: undefined; answer: FormattedExecutionResult | Results };

/** What a connection needs to know of the gateway. */
export interface ConnectionOptions {
  /** Milliseconds that a client has for its `connection_init`. */
  initWithinMs: number;
  /** Judges the parameters of `connection_init`, and remembers them. @returns why the socket is to be closed */
  connect(params: Record<string, unknown> | undefined): Promise<Closing | undefined> | Closing | undefined;
  /**
   * Runs an operation.
   * @param others that are under way on this connection
   * @param signal is aborted when the client waits for it no more
   */
  run(payload: Record<string, unknown>, others: number, left: AbortController): Promise<Outcome>;
  /** What went wrong inside. */
  failed(error: unknown): void;
}

export interface Connection {
  /** Takes no more operations, and closes as soon as those that have one answer are answered. */
  restart(): void;
  close(why: Closing): void;
}

interface Operation {
  /** Undefined while it is being started. */
  results?: Results | undefined;
  /** Whether nobody waits for it any more. */
  over: boolean;
  left: AbortController;
}

/**
 * One client's side of the graphql-transport-ws protocol. Written here since graphql-ws tells operations apart by their id alone: a
 * client that uses an id again right after `complete` would have its new operation ended, and a stream would stay open for ever.
 * The next event is asked for when the socket has taken the one before.
 * @param wire the connection under the socket
 */
export function serveConnection(socket: WebSocket, wire: Duplex, options: ConnectionOptions): Connection {
  const operations = new Map<string, Operation>();
  let state: 'new' | 'connecting' | 'acknowledged' | 'leaving' | 'closed' = 'new';
  const initTimer = setTimeout(() => {
    if (state === 'new') close(closing.initTimeout);
  }, options.initWithinMs);

  function close({ code, reason }: Closing) {
    if (state === 'closed') return;
    end();
    socket.close(
      code,
      Buffer.from(reason)
        .subarray(0, MOST_REASON)
        .toString()
        .replace(/\ufffd$/, ''),
    );
  }

  function end() {
    state = 'closed';
    clearTimeout(initTimer);
    for (const operation of operations.values()) stop(operation);
    operations.clear();
  }

  let gathering = false;

  /** What is sent at once, to several operations, is written at once. */
  function gather() {
    if (gathering) return;
    gathering = true;
    wire.cork();
    process.nextTick(() => {
      gathering = false;
      wire.uncork();
    });
  }

  /** Resolves when the connection has taken it. Who lets much wait for itself is not read from until it has taken that. */
  async function send(text: string): Promise<void> {
    if (socket.readyState !== WebSocket.OPEN) return;
    gather();
    await new Promise<void>((resolve) => {
      socket.send(text, () => {
        if (socket.isPaused && socket.bufferedAmount < MOST_WAITING) socket.resume();
        resolve();
      });
      if (socket.bufferedAmount >= MOST_WAITING) socket.pause();
    });
  }

  async function subscribe(id: string, payload: Record<string, unknown>) {
    const operation: Operation = { over: false, left: new AbortController() };
    operations.set(id, operation);
    const name = JSON.stringify(id);
    const done = () => {
      if (operations.get(id) === operation) operations.delete(id);
      leaveIfDone();
    };
    const fail = (errors: readonly GraphQLFormattedError[]) => {
      if (operation.over) return;
      done();
      operation.over = true;
      return send(`{"id":${name},"type":"error","payload":${stringifyJson64(errors)}}`);
    };
    const next = (result: FormattedExecutionResult) =>
      send(`{"id":${name},"type":"next","payload":${resultText(result)}}`);

    const outcome = await options.run(payload, operations.size - 1, operation.left);
    if (outcome.refused) return fail(outcome.refused);
    const { answer } = outcome;
    if (!(Symbol.asyncIterator in answer)) {
      if (!operation.over) await next(answer);
    } else {
      operation.results = answer;
      if (operation.over) return stop(operation);
      leaveIfDone();
      try {
        for await (const result of answer) {
          if (operation.over) break;
          await next(result);
        }
      } catch (error) {
        return fail([(error as { toJSON(): GraphQLFormattedError }).toJSON()]);
      }
    }
    if (operation.over) return;
    done();
    operation.over = true;
    await send(`{"id":${name},"type":"complete"}`);
  }

  async function take(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case 'connection_init': {
        if (state !== 'new') return close(closing.secondInit);
        state = 'connecting';
        const refusal = await options.connect(message.payload ?? undefined);
        if (refusal) return close(refusal);
        if (state !== 'connecting') return;
        state = 'acknowledged';
        return send('{"type":"connection_ack"}');
      }
      case 'ping':
        return send(stringifyJson64({ type: 'pong', ...(message.payload && { payload: message.payload }) }));
      case 'pong':
        return;
      case 'complete': {
        const operation = operations.get(message.id);
        operations.delete(message.id);
        if (operation) stop(operation);
        return leaveIfDone();
      }
      case 'subscribe':
        // It will be sent again to whoever the client connects to next.
        if (state === 'leaving') return;
        if (state !== 'acknowledged') return close(closing.notAcknowledged);
        if (operations.has(message.id)) return close(closing.idTaken(message.id));
        return subscribe(message.id, message.payload);
    }
  }

  function leaveIfDone() {
    if (state !== 'leaving') return;
    const answers = [...operations.values()].some(({ results }) => !results);
    if (!answers) close(closing.restart);
  }

  socket.on('message', (data, isBinary) => {
    if (state === 'closed') return;
    let message: ClientMessage;
    try {
      if (isBinary) throw new TypeError('it is binary');
      message = parseMessage(String(data));
    } catch (error) {
      return close(closing.invalidMessage((error as Error).message));
    }
    take(message).catch((error) => {
      options.failed(error);
      close(closing.internal);
    });
  });
  socket.once('close', end);

  return {
    close,
    restart() {
      if (state === 'closed') return;
      if (state !== 'acknowledged') return close(closing.restart);
      state = 'leaving';
      leaveIfDone();
    },
  };
}

function stop(operation: Operation): void {
  operation.over = true;
  operation.left.abort();
  void operation.results?.return?.();
}
