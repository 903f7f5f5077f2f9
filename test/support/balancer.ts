import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Shares connections among gateways, as a balancer of TCP does: it knows nothing of requests. */
export interface Balancer extends AsyncDisposable {
  url: string;
}

const LOOK_EVERY_MS = 50;

/** Each connection goes to the next target that was ready when it was last asked; one that refuses it is passed over. */
export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  let ready = [...targets];
  let turn = 0;
  const open = new Set<Socket>();
  let over = false;
  const isReady = (target: string) =>
    fetch(`${target}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  // One look after another: an answer that came late would speak for a newer one.
  const looking = (async () => {
    for (; !over; await delay(LOOK_EVERY_MS)) {
      const states = await Promise.all(targets.map(isReady));
      ready = targets.filter((_, at) => states[at]);
    }
  })();

  function join(client: Socket, others: readonly string[]) {
    const [target, ...rest] = others;
    if (!target) return client.destroy();
    const { hostname, port } = new URL(target);
    const server = connect(Number(port), hostname);
    server.once('connect', () => {
      server.off('error', refused);
      for (const [end, other] of [
        [server, client],
        [client, server],
      ] as const) {
        end.on('error', () => other.destroy());
        end.on('close', () => other.destroy());
      }
      client.pipe(server).pipe(client);
    });
    const refused = () => join(client, rest);
    server.once('error', refused);
  }

  const balancer = createServer((client) => {
    open.add(client);
    client.once('close', () => open.delete(client));
    client.on('error', () => undefined);
    const at = turn++ % Math.max(1, ready.length);
    join(client, [...ready.slice(at), ...ready.slice(0, at)]);
  });
  await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      over = true;
      await looking;
      for (const client of open) client.destroy();
      await new Promise((resolve) => balancer.close(resolve));
    },
  };
}
