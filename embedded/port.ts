import { createServer } from 'node:net';

/**
 * Ports below those that systems give to outgoing connections, any of which could take one between its choice and its use. Each
 * process goes through a hundred of its own, so that two that start at once do not choose the same.
 */
const OWN = 100;
const own = 10_000 + (process.pid % 220) * OWN;
let next = Math.floor(Math.random() * OWN);

/** A TCP port of the loopback address that nobody uses now. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < OWN; tried++) {
    const port = own + (next++ % OWN);
    const free = await listenOnce(port).catch(() => undefined);
    if (free !== undefined) return free;
  }
  return listenOnce(0);
}

/** Refuses where somebody listens on the port already; `setting`, which the port comes from, is named in the error. */
export async function requirePort(port: number, setting: string, host = '127.0.0.1'): Promise<void> {
  await listenOnce(port, host).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${port} is in use. Stop the program that listens there, or set ${setting} to another port.`,
    );
  });
}

async function listenOnce(port: number, host = '127.0.0.1'): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}
