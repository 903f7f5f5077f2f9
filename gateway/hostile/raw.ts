/** What a client can send that no library would: bytes on a socket. */
import { connect } from 'node:net';

export interface RawAnswer {
  /** Everything that came back. */
  text: string;
  /** Of the first answer; undefined: there was none. */
  status: number | undefined;
  /** Whether the server ended the connection. */
  closed: boolean;
}

/**
 * Sends `chunks` one after the other, and gives what comes back until the server closes or has answered and `quietMs` pass.
 * @param everyMs between two chunks
 */
export function raw(
  url: string,
  chunks: readonly (string | Uint8Array)[],
  { everyMs = 0, quietMs = 300, end = false }: { everyMs?: number; quietMs?: number; end?: boolean } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    let quiet: NodeJS.Timeout | undefined;
    const done = (closed: boolean) => {
      clearTimeout(quiet);
      socket.destroy();
      resolve({ text, status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]) || undefined, closed });
    };
    socket.setEncoding('latin1');
    socket.on('data', (part) => {
      text += part;
      clearTimeout(quiet);
      quiet = setTimeout(done, quietMs, false);
    });
    socket.on('close', () => done(true));
    socket.on('error', () => done(true));
    socket.on('connect', async () => {
      for (const chunk of chunks) {
        if (socket.destroyed) return;
        socket.write(chunk);
        if (everyMs > 0) await new Promise((next) => setTimeout(next, everyMs));
      }
      if (end) socket.end();
    });
  });
}

/** A request of HTTP/1.1 as it goes over the wire. */
export function wire(headers: readonly string[], body = '', first = 'POST /graphql HTTP/1.1'): string {
  return [first, ...headers, '', body].join('\r\n');
}
