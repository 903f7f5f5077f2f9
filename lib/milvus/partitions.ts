import { PartRejected } from '../errors.ts';
import type { Connection } from './connection.ts';
import { NOT_IMPLEMENTED } from './normalise.ts';

export interface Partitions {
  names(view: string): Promise<string[]>;
  create(view: string, partition: string): Promise<void>;
  /** Drops the partition with its rows; does nothing where there is none. */
  drop(view: string, partition: string): Promise<void>;
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
      await release(view, partition);
      await connection.call('dropPartition', 'write', (client, timeout) =>
        client.dropPartition({ collection_name: view, partition_name: partition, timeout }),
      );
    },
  };

  /** Out of the server's memory: a real Milvus drops only what is not in it. Milvus Lite keeps a collection there as a whole. */
  async function release(view: string, partition: string): Promise<void> {
    try {
      await connection.call('releasePartitions', 'load', (client, timeout) =>
        client.releasePartitions({ collection_name: view, partition_names: [partition], timeout }),
      );
    } catch (error) {
      if (!(error instanceof PartRejected) || error.code !== NOT_IMPLEMENTED) throw error;
    }
  }
}
