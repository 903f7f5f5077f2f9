import type { ClientOptions } from 'graphql-ws';

const PING_EVERY_MS = 5_000;
/** Generous: a subgraph whose process is busy for a few seconds is not lost. */
const PONG_WITHIN_MS = 10_000;

/** Options with which a graphql-ws client notices a peer that is silent without having closed the connection. */
export function livenessWatch(): Pick<ClientOptions, 'keepAlive' | 'on'> {
  let socket: { close(code: number, reason: string): void } | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    keepAlive: PING_EVERY_MS,
    on: {
      opened: (opened) => {
        socket = opened as typeof socket;
      },
      ping: (received) => {
        if (received || timer) return;
        timer = setTimeout(() => socket?.close(4408, 'No answer to a ping'), PONG_WITHIN_MS);
        timer.unref();
      },
      pong: (received) => {
        if (!received) return;
        clearTimeout(timer);
        timer = undefined;
      },
      closed: () => {
        clearTimeout(timer);
        timer = undefined;
      },
    },
  };
}
