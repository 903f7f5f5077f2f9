import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { isLoopback } from '../../lib/setting-kinds.ts';

/**
 * Ends connections of an address beyond `most`, before anything is read of them.
 * @param shared whether an address is that of many clients
 */
export function limitConnections(server: Server, most: number, shared: (address: string) => boolean): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    if (isLoopback(address) || shared(address)) return;
    const now = (open.get(address) ?? 0) + 1;
    if (now > most) return void socket.destroy();
    open.set(address, now);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}
