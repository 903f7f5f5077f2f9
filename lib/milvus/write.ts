import { PartRejected, PartUnavailable } from '../errors.ts';
import type { Connection } from './connection.ts';
import { chunks, isOneOf } from './expression.ts';
import { PART } from './normalise.ts';
import type { PassageRow } from './passage.ts';
import type { Reading } from './read.ts';
import { wireCalls } from './rows.ts';
import type { Views } from './views.ts';

/** Code of the PartRejected that names a row that fits no server. */
export const ROW_TOO_LARGE = 'ROW_TOO_LARGE';
const KEYS_IN_A_CALL = 1_000;
const DOCUMENTS_IN_A_CALL = 200;

export interface Writing {
  /** @param byPartition each row goes into the Milvus partition that it names */
  upsert(name: string, rows: readonly PassageRow[], byPartition: boolean): Promise<void>;
  /** Deletes the passages of each document up to and including this revision. Returns how many there were. */
  deleteUpTo(name: string, documents: readonly { document: string; upTo: number }[]): Promise<number>;
}

/**
 * Writes to views. Each resolves when a search sees what was written: reads ask for no more than what the server has
 * at hand (a read of level Strong takes a real Milvus 200 ms, one of level Bounded 4 ms), and the write waits for
 * them, by one read of level Strong at its end.
 */
export function writingTo(connection: Connection, views: Views, reading: Reading): Writing {
  async function upsert(name: string, rows: readonly PassageRow[], byPartition: boolean): Promise<void> {
    if (rows.length === 0) return;
    const groups = byPartition ? [...Map.groupBy(rows, (row) => row.partition)] : [['', rows] as const];
    const calls = groups.flatMap(([partition, its]) => {
      const data = wireCalls(its);
      if (typeof data === 'string') throw new PartRejected(PART, ROW_TOO_LARGE, data);
      return data.map((some) => ({ partition, data: some }));
    });
    // Also makes sure that the first request that a restarted server gets for a view is not a write.
    await views.ensureLoaded(name);
    await views.columns(name);
    for (const { partition, data } of calls) {
      const into = partition === '' ? {} : { partition_name: partition };
      const answer = await connection.call('upsert', 'write', (client, timeout) =>
        client.upsert({ collection_name: name, ...into, data: data as never, timeout }),
      );
      if (Number(answer.upsert_cnt) !== data.length) {
        throw new PartUnavailable(PART, `upsert: ${answer.upsert_cnt} of ${data.length} rows were taken`);
      }
    }
    const { key } = rows.at(-1) as PassageRow;
    if (!(await reading.afterWrites(name, key))) {
      throw new PartUnavailable(PART, `upsert: ${key} is not to be found`);
    }
  }

  async function deleteUpTo(
    name: string,
    documents: readonly { document: string; upTo: number }[],
  ): Promise<number> {
    await views.ensureLoaded(name);
    let deleted = 0;
    for (const some of chunks(documents, DOCUMENTS_IN_A_CALL)) {
      for (let more = true; more; ) {
        const old = await reading.keysUpTo(name, some);
        for (const part of chunks(old.keys, KEYS_IN_A_CALL)) {
          await connection.call('delete', 'write', (client, timeout) =>
            client.deleteEntities({ collection_name: name, filter: isOneOf('key', part), timeout }),
          );
        }
        if (old.keys.length > 0) await reading.afterWrites(name, old.keys[0] as string);
        deleted += old.keys.length;
        more = old.more;
      }
    }
    return deleted;
  }

  return { upsert, deleteUpTo };
}
