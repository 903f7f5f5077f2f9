import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** The way to a server, which a test can close for a while: what is sent meanwhile arrives afterwards. */
export interface Link extends AsyncDisposable {
  /** host:port, to be used in the place of the server's. */
  readonly address: string;
  /**
   * From the first request on that holds this text nothing more goes to the server.
   * @returns when that has happened
   */
  holdFrom(text: string): Promise<void>;
  /** Lets what was held go, and all that follows. */
  release(): void;
}

/** A link to `address` (host:port). */
export async function linkTo(address: string): Promise<Link> {
  const [host = '', port = ''] = address.split(':');
  const sockets = new Set<Socket>();
  const held: (() => void)[] = [];
  let awaited: { text: string; come: () => void } | undefined;
  let holding = false;

  const server = createServer((client) => {
    const upstream = connect(Number(port), host);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    upstream.on('data', (data) => client.write(data));
    client.on('data', (data) => {
      if (awaited && data.includes(awaited.text)) {
        holding = true;
        awaited.come();
        awaited = undefined;
      }
      if (holding) held.push(() => upstream.write(data));
      else upstream.write(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    holdFrom: (text) =>
      new Promise((come) => {
        awaited = { text, come };
      }),
    release() {
      holding = false;
      for (const send of held.splice(0)) send();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
