import type { Connection } from './connection.ts';
import type { Capabilities } from './probe.ts';

export interface Settling {
  /** Told of the rows that a write put into a view or took out. */
  changed(name: string, rows: number): void;
  forget(name: string): void;
  /** To be called when no write is under way. @param always also where there is little to flush */
  settle(name: string, always: boolean): Promise<void>;
}

/**
 * Brings rows from the server's memory into segments when there are enough to be worth it.
 *
 * Stock Milvus Lite scores each unflushed row in Python at every keyword search (5,000 of them: half a second), and each
 * segment costs a search of its own, so neither many unflushed rows nor many tiny segments are good. It merges segments
 * by itself after a flush, once four are of one size class (up to 1, 10, 100 MB, and above); its call for compaction
 * does nothing there. A real Milvus flushes and compacts by itself: there only an import is flushed, for its index to be built.
 */
export function settlingOf(connection: Connection, capabilities: () => Promise<Capabilities>): Settling {
  const unflushed = new Map<string, number>();
  return {
    changed: (name, rows) => unflushed.set(name, pending(name) + rows),
    forget: (name) => unflushed.delete(name),
    async settle(name, always) {
      const { cheapUnflushed } = await capabilities();
      const enough = always ? 1 : cheapUnflushed ? 10_000 : 250;
      if (pending(name) < enough) return;
      await connection.call('flush', 'write', (client, timeout) =>
        client.flush({ collection_names: [name], timeout }),
      );
      unflushed.set(name, 0);
    },
  };

  /** What an earlier process left unflushed is not known, so that the first time a view is flushed all the same. */
  function pending(name: string): number {
    return unflushed.get(name) ?? Number.POSITIVE_INFINITY;
  }
}
