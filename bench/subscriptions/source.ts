import { serviceRegistry } from '../../lib/metrics.ts';
import { startSubgraph } from '../../lib/subgraph.ts';

interface Stream {
  newest: number;
  madeAt: Date;
  wake: Set<() => void>;
}

/** The index subgraph with nothing but streams of events that are made here. */
export async function startSource() {
  const streams = new Map<string, Stream>();
  let open = 0;

  function streamOf(id: string): Stream {
    const stream = streams.get(id) ?? { newest: 1, madeAt: new Date(), wake: new Set() };
    streams.set(id, stream);
    return stream;
  }

  function follow(id: string, after: number | null | undefined): AsyncIterableIterator<unknown> {
    const stream = streamOf(id);
    let seen = after ?? stream.newest - 1;
    let over = false;
    let wake = () => {};
    const ring = () => wake();
    stream.wake.add(ring);
    open += 1;
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        while (seen >= stream.newest && !over) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        if (over) return { done: true, value: undefined };
        seen += 1;
        const job = { id, processed: seen, createdAt: stream.madeAt, collection: { id: 'c', name: 'birds' } };
        return { done: false, value: { indexJobProgress: { sequence: seen, job } } };
      },
      async return() {
        if (!over) open -= 1;
        over = true;
        stream.wake.delete(ring);
        if (stream.wake.size === 0) streams.delete(id);
        wake();
        return { done: true, value: undefined };
      },
    };
  }

  const service = await startSubgraph({
    name: 'index',
    host: '127.0.0.1',
    port: 0,
    registry: serviceRegistry('index'),
    parts: {},
    context: () => ({}),
    resolvers: {
      Subscription: {
        indexJobProgress: {
          subscribe: (_: unknown, { id, after }: { id: string; after?: number | null }) => follow(id, after),
        },
      },
      Collection: { __resolveReference: (reference: object) => reference },
    },
  });
  return {
    service,
    open: () => open,
    /** Makes an event in a stream that somebody follows. */
    emit(id: string) {
      const stream = streams.get(id);
      if (!stream) return;
      stream.newest += 1;
      stream.madeAt = new Date();
      for (const wake of stream.wake) wake();
    },
  };
}
