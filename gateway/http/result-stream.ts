import type { ServerResponse } from 'node:http';
import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import { resultText } from '../result-text.ts';

/** How results of one operation are written into a response, one after the other. Everything is whole text. */
export interface StreamFormat {
  headers: Readonly<Record<string, string>>;
  start: string;
  /** @param text of the result, as JSON */
  result(text: string): string;
  /** A failure that ends the stream. @param text of a result with its errors, as JSON */
  failure(text: string): string;
  end: string;
  /** Keeps proxies, and clients that watch for it, from taking a stream on which nothing happens for dead. */
  idle: string;
  idleEveryMs: number;
  /** Ends the stream so that the client subscribes again. */
  restart: string;
}

/** The streams that are open over HTTP. */
export interface OpenStreams {
  add(restart: () => void): Disposable;
  /** Ends each of them in the way that lets its client subscribe again, elsewhere or here. */
  restart(): void;
}

export function openStreams(): OpenStreams {
  const open = new Set<() => void>();
  return {
    add(restart) {
      open.add(restart);
      return { [Symbol.dispose]: () => void open.delete(restart) };
    },
    restart() {
      for (const one of [...open]) one();
    },
  };
}

/** How long a client may take to make room for more, or to read the end; then its connection is cut. */
const TAKEN_WITHIN_MS = 60_000;

/** Cuts the connection of a client that does not read, unless the result is called in time. */
function cutOff(response: ServerResponse): () => void {
  const slow = setTimeout(() => response.destroy(), TAKEN_WITHIN_MS);
  const taken = () => {
    clearTimeout(slow);
    response.off('close', taken);
  };
  response.once('close', taken);
  return taken;
}

/** A response into which several may write. */
export interface StreamWriter {
  /** Resolves when the client has room for more, or is gone. */
  write(text: string): Promise<void>;
}

/** Begins a response that stays open, with a sign of life now and then. */
export function streamWriter(
  response: ServerResponse,
  { headers, start, idle, idleEveryMs }: StreamFormat,
): StreamWriter {
  let room: Promise<void> | undefined;
  const write = async (text: string): Promise<void> => {
    if (response.destroyed || response.writableEnded || response.write(text)) return;
    room ??= new Promise<void>((resolve) => {
      const taken = cutOff(response);
      const go = () => {
        taken();
        response.off('drain', go).off('close', go);
        room = undefined;
        resolve();
      };
      response.once('drain', go).once('close', go);
    });
    await room;
  };
  response.writeHead(200, {
    ...headers,
    'cache-control': 'no-cache, no-transform',
    'x-content-type-options': 'nosniff',
  });
  response.write(start);
  const signs = setInterval(() => {
    // Who does not read is not to be written to without end.
    if (!room) void write(idle);
  }, idleEveryMs);
  response.once('close', () => clearInterval(signs));
  return { write };
}

/** Writes an answer, one result or many, and ends the response. The next result is asked for when the client has taken the last. */
export async function writeResults(
  answer: FormattedExecutionResult | AsyncIterableIterator<FormattedExecutionResult>,
  response: ServerResponse,
  format: StreamFormat,
  open: OpenStreams,
): Promise<void> {
  const { write } = streamWriter(response, format);
  if (!(Symbol.asyncIterator in answer)) {
    await write(format.result(resultText(answer)));
    cutOff(response);
    response.end(format.end);
    return;
  }
  let end = format.end;
  const leave = () => void answer.return?.();
  using _listed = open.add(() => {
    end = format.restart;
    leave();
  });
  response.once('close', leave);
  try {
    // A client that went away while the subscription was being made has no "close" to come.
    if (response.destroyed) leave();
    for await (const result of answer) await write(format.result(resultText(result)));
  } catch (error) {
    await write(format.failure(resultText({ errors: [(error as GraphQLError).toJSON()] })));
  }
  response.off('close', leave);
  cutOff(response);
  response.end(end);
}
