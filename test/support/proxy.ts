import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** An answer of the server, on its way to the client. */
interface Passed {
  status: number;
  body: string;
}

/** Stands between a client and a deployment, and can do to their connection what networks do. */
export interface ProxyServer extends AsyncDisposable {
  url: string;
  /**
   * Told of each request by the name of its operation. It is passed on by `pass`; what is returned goes to the client, and
   * where that is nothing the connection is cut.
   */
  onRequest: (operation: string, pass: () => Promise<Passed>) => Promise<Passed | undefined>;
}

export async function startProxy(target: string): Promise<ProxyServer> {
  const { hostname, port } = new URL(target);
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const operation = /\b(?:query|mutation) (\w+)/.exec(body)?.[1] ?? '';
    const { 'content-type': type, authorization, 'x-kitegraph-tenant': tenant } = request.headers;
    const headers = {
      'content-type': String(type),
      ...(authorization && { authorization }),
      ...(tenant && { 'x-kitegraph-tenant': String(tenant) }),
    };
    const pass = async () => {
      const answer = await fetch(`${target}${request.url}`, { method: 'POST', headers, body });
      return { status: answer.status, body: await answer.text() };
    };
    const passed = await proxy.onRequest(operation, pass);
    if (passed) response.writeHead(passed.status, { 'content-type': 'application/json' }).end(passed.body);
    else request.socket.destroy();
  });
  server.on('upgrade', (request, socket, head) => {
    const upstream = connect(Number(port), hostname, () => {
      const headers = request.rawHeaders.flatMap((name, at, all) =>
        at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : [],
      );
      upstream.write(`GET ${request.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    for (const [end, other] of [
      [upstream, socket],
      [socket, upstream],
    ] as const) {
      end.on('error', () => other.destroy());
      end.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const proxy: ProxyServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onRequest: (_operation, pass) => pass(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return proxy;
}

/**
 * Passes on requests of an operation one after another. What the server says to the one with the number `count` never reaches
 * the client: `last` is told instead.
 */
export function inTurn(operation: string, count: number, last: () => void): ProxyServer['onRequest'] {
  let requests = 0;
  let turn: Promise<unknown> = Promise.resolve();
  return async (name, pass) => {
    if (name !== operation) return pass();
    const isLast = ++requests === count;
    const passed = turn.then(pass);
    turn = passed.catch(() => undefined);
    if (!isLast) return passed;
    await passed;
    last();
    return undefined;
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
