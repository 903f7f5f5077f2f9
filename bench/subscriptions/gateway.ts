/** The gateway as a process of its own, which tells what it takes when it is asked. */
import { startGateway } from '../../gateway/server.ts';
import { setLogLevel } from '../../lib/log.ts';

export interface Usage {
  /** Bytes. */
  rss: number;
  /** Bytes of the heap that are in use, after a collection of garbage. */
  heap: number;
  /** Seconds of processor since the start. */
  cpu: number;
}

setLogLevel('silent');
const gateway = await startGateway({
  host: '127.0.0.1',
  port: 0,
  graphiqlDir: '/nonexistent',
  graph: { services: JSON.parse(process.env.SERVICES ?? '{}'), subgraphs: [] },
});
process.on('message', () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ rss, heap: heapUsed, cpu: (user + system) / 1e6 } satisfies Usage);
});
process.once('disconnect', () => process.exit(0));
process.send?.(gateway.url);
