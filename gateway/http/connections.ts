import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { isLoopback } from '../../lib/setting-kinds.ts';
import { tally } from '../admission/client.ts';

/**
 * Ends connections of an address beyond `most`, before anything is read of them.
 * @param shared whether an address is that of many clients
 */
export function limitConnections(server: Server, most: number, shared: (address: string) => boolean): void {
  const open = tally(most);
  server.on('connection', (socket: Socket) => {
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    if (isLoopback(address) || shared(address)) return;
    const closed = open.take(address);
    if (closed) socket.once('close', closed);
    else socket.destroy();
  });
}
