import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './connection.ts';

const LOOK_MS = 250;
/** A large collection takes minutes. */
const WITHIN_MS = 10 * 60_000;

/**
 * Merges a view's segments without their deleted rows, beside writes and searches. Resolves when the server says that it is done,
 * or after ten minutes. A server that was started anew meanwhile knows nothing of it: it is asked again.
 */
export async function compact(connection: Connection, collection_name: string): Promise<void> {
  let compactionID = await start(connection, collection_name);
  for (const end = performance.now() + WITHIN_MS; performance.now() < end; await sleep(LOOK_MS)) {
    const { state } = await connection.call('getCompactionState', 'read', (client, timeout) =>
      client.getCompactionState({ compactionID, timeout } as never),
    );
    if (String(state) === 'Completed') return;
    if (String(state) === 'UndefiedState') compactionID = await start(connection, collection_name);
  }
}

async function start(connection: Connection, collection_name: string) {
  const { compactionID } = await connection.call('compact', 'write', (client, timeout) =>
    client.compact({ collection_name, timeout }),
  );
  return compactionID;
}
