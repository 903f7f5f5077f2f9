import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

const ACTIVITY = `subscription ($after: Int!) { indexActivity(after: $after) {
  sequence job { id status total processed failed superseded takenBack } } }`;

const AGAIN_MS = 100;

export interface ActivityEvent {
  sequence: number;
  job: { id: string; status: string; total: number; processed: number; failed: number; superseded: number };
}

/** Somebody who follows all that indexing does. */
export interface Subscriber extends AsyncDisposable {
  /** Every event that came, in the order in which it came. */
  readonly events: readonly ActivityEvent[];
  /** How often it had to connect. */
  readonly connections: number;
}

/** Follows the activity, and comes back with the last sequence number that it has seen whenever the stream is lost. */
export function subscriber(url: () => string): Subscriber {
  const events: ActivityEvent[] = [];
  const over = new AbortController();
  let connections = 0;

  async function follow(): Promise<void> {
    const client = createClient({
      url: `${url().replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionAckWaitTimeout: 5_000,
    });
    const leave = () => void client.dispose();
    over.signal.addEventListener('abort', leave, { once: true });
    try {
      const after = events.at(-1)?.sequence ?? 0;
      for await (const { data, errors } of client.iterate<{ indexActivity: ActivityEvent }>({
        query: ACTIVITY,
        variables: { after },
      })) {
        if (errors || !data) return;
        events.push(data.indexActivity);
      }
    } finally {
      over.signal.removeEventListener('abort', leave);
      await client.dispose();
    }
  }

  const following = (async () => {
    for (; !over.signal.aborted; connections++) {
      await follow().catch(() => undefined);
      await delay(AGAIN_MS);
    }
  })();

  return {
    events,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      over.abort();
      await following;
    },
  };
}
