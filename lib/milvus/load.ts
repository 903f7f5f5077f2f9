import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './connection.ts';

/** Loads a collection and waits until the server says that it is loaded. */
export async function loadAndWait(connection: Connection, collection_name: string): Promise<void> {
  await connection.call('loadCollection', 'load', async (client, timeout) => {
    const end = performance.now() + timeout;
    const left = () => Math.max(1, Math.ceil(end - performance.now()));
    const begun = await client.loadCollectionAsync({ collection_name, timeout: left() });
    if (begun.error_code !== 'Success') return begun;
    for (let pause = 5; ; pause = Math.min(2 * pause, 250)) {
      const answer = await client.getLoadState({ collection_name, timeout: left() });
      if (answer.status.error_code !== 'Success' || answer.state === 'LoadStateLoaded') return answer;
      await sleep(pause);
    }
  });
}
