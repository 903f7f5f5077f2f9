import { connect } from 'node:net';
import type { ClientOptions } from 'graphql-ws';
import { type Address, lookupOf } from './instances/address.ts';

const PING_EVERY_MS = 700;
/** A peer that does not answer a ping for so long is looked at from outside. */
const PONG_WITHIN_MS = 400;
const CONNECT_WITHIN_MS = 400;
/** One whose machine takes connections is busy rather than gone, for so long. */
const BUSY_FOR_MS = 10_000;

export interface Liveness {
  /** For a graphql-ws client, whose `terminate` of a socket it is. */
  options: Pick<ClientOptions, 'keepAlive' | 'on'>;
  /** How long the peer was silent before its connection was given up, in milliseconds; 0 where it was closed. */
  silentMs(): number;
}

/**
 * Notices within 2 s that a peer is gone without having closed the connection: when it is silent and takes no connections. A process
 * that is only busy still takes them, its machine does so for it: that one has 10 s.
 * @param peer where it is now
 */
export function livenessWatch(peer: () => Address | undefined): Liveness {
  let socket: { terminate(): void } | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** When the ping that waits for its answer was sent. */
  let asked: number | undefined;
  let silentMs = 0;

  function answered() {
    clearTimeout(timer);
    asked = undefined;
  }

  async function look() {
    const address = peer();
    const ping = asked;
    const there = address === undefined || (await takesConnections(address));
    if (ping === undefined || ping !== asked) return;
    const silent = performance.now() - ping;
    if (there && silent < BUSY_FOR_MS) {
      timer = setTimeout(look, PING_EVERY_MS).unref();
      return;
    }
    silentMs = silent;
    socket?.terminate();
  }

  return {
    silentMs: () => silentMs,
    options: {
      keepAlive: PING_EVERY_MS,
      on: {
        opened(opened) {
          socket = opened as typeof socket;
          silentMs = 0;
        },
        ping(received) {
          if (received || asked !== undefined) return;
          asked = performance.now();
          timer = setTimeout(look, PONG_WITHIN_MS).unref();
        },
        pong(received) {
          if (received) answered();
        },
        closed: answered,
      },
    },
  };
}

/** Whether somebody takes connections there. */
function takesConnections(address: Address): Promise<boolean> {
  const { hostname, port, protocol } = new URL(address.url);
  const lookup = lookupOf(address);
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
      ...(lookup && { lookup }),
    });
    const end = (there: boolean) => {
      clearTimeout(late);
      socket.destroy();
      resolve(there);
    };
    // Where this process was busy itself, the connection may be there and not have been seen yet.
    const late = setTimeout(() => setImmediate(end, false), CONNECT_WITHIN_MS);
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
