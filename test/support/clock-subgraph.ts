/**
 * The index subgraph as a process of its own that a test can kill: its one stream has an event each twenty milliseconds since
 * `CLOCK_BASE`, whoever tells of them, so that the next process goes on where the last one was.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { serviceRegistry } from '../../lib/metrics.ts';
import { startSubgraph } from '../../lib/subgraph.ts';

const base = Number(process.env.CLOCK_BASE);
const newest = () => Math.floor((Date.now() - base) / 20);

async function* progress(id: string, after: number | null | undefined) {
  let seen = after ?? newest() - 1;
  for (;;) {
    if (seen < newest()) {
      seen += 1;
      yield { indexJobProgress: { sequence: seen, job: { id, processed: seen } } };
    } else await delay(5);
  }
}

const { url } = await startSubgraph({
  name: 'index',
  host: '127.0.0.1',
  port: Number(process.env.PORT ?? 0),
  registry: serviceRegistry('index'),
  parts: {},
  context: () => ({}),
  resolvers: {
    Subscription: {
      indexJobProgress: {
        subscribe: (_: unknown, { id, after }: { id: string; after?: number | null }) => progress(id, after),
      },
    },
  },
});
process.send?.(url);
