import { PartRejected } from '../errors.ts';
import type { Connection } from './connection.ts';
import { NOT_IMPLEMENTED } from './normalise.ts';

export interface Partitions {
  names(view: string): Promise<string[]>;
  create(view: string, partition: string): Promise<void>;
  /** Drops the partition with its rows; does nothing where there is none. */
  drop(view: string, partition: string): Promise<void>;
  /**
   * Brings the partition into the server's memory, or takes it out: what is in it can then neither be read nor written. Does
   * nothing on a server that keeps a collection in memory as a whole: whether it is searched is then for the searches to say.
   */
  setLoaded(view: string, partition: string, loaded: boolean): Promise<void>;
}

/** The named partitions of views. */
export function partitionsOf(connection: Connection): Partitions {
  async function names(view: string): Promise<string[]> {
    const answer = await connection.call('showPartitions', 'read', (client, timeout) =>
      client.showPartitions({ collection_name: view, timeout }),
    );
    return answer.partition_names;
  }

  return {
    names,
    async create(view, partition) {
      if ((await names(view)).includes(partition)) return;
      await connection.call('createPartition', 'write', (client, timeout) =>
        client.createPartition({ collection_name: view, partition_name: partition, timeout }),
      );
    },
    async drop(view, partition) {
      if (!(await names(view)).includes(partition)) return;
      // A server drops only what is not loaded.
      await setLoaded(view, partition, false);
      await connection.call('dropPartition', 'write', (client, timeout) =>
        client.dropPartition({ collection_name: view, partition_name: partition, timeout }),
      );
    },
    setLoaded,
  };

  async function setLoaded(view: string, partition: string, loaded: boolean): Promise<void> {
    try {
      await connection.call(loaded ? 'loadPartitions' : 'releasePartitions', 'load', (client, timeout) => {
        const request = { collection_name: view, partition_names: [partition], timeout };
        return loaded ? client.loadPartitions(request) : client.releasePartitions(request);
      });
    } catch (error) {
      if (!(error instanceof PartRejected) || error.code !== NOT_IMPLEMENTED) throw error;
    }
  }
}
