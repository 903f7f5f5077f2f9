import { randomBytes } from 'node:crypto';
import { DataType } from '@zilliz/milvus2-sdk-node';
import { PartRejected } from '../errors.ts';
import type { Connection } from './connection.ts';
import { loadAndWait } from './load.ts';
import { NOT_IMPLEMENTED } from './normalise.ts';
import { bm25Function, plainAnalyzer, sparseIndex } from './schema.ts';

/** What a server was seen to do. */
export interface Capabilities {
  /** As the server gives it, such as `v2.5.4` or `milvus_lite-3.2.2`. */
  version: string;
  /** BM25 over text. */
  keyword: boolean;
  /** 1 where a better BM25 score is greater, -1 where it is smaller. */
  bm25Sign: 1 | -1;
  /** Whether a string column can have an index. */
  scalarIndex: boolean;
  /** Whether rows lie by the value of a column where it is said to divide a view, and are found there. */
  partitionKeys: boolean;
  /** How a graph index is searched behind a filter. */
  filtering: Filtering;
  /** Whether rows that are not flushed yet cost a search no more than others. */
  cheapUnflushed: boolean;
}

/** How the version of the embedded server ends, which has its searches replaced (embedded/milvus-lite). */
const EMBEDDED = '+kitegraph';

/**
 * BY_SHARE: by itself as thoroughly as few rows pass. IN_GRAPH: the graph is walked by rows that pass, and all of them are compared where
 * they are very few; a greater `ef` finds more. AFTERWARDS: rows that do not pass are dropped from the `ef` nearest.
 */
export type Filtering = 'BY_SHARE' | 'IN_GRAPH' | 'AFTERWARDS';

const PREFIX = 'kitegraph_probe_';
const LEFT_BEHIND_MS = 10 * 60_000;

/**
 * Finds out what the server can do by trying it on a collection of its own, which it drops again, with those that a
 * crashed probe left behind.
 *
 * Nothing is sent that could hurt: a server before 2.4 can abort as a whole on a field type that it does not know, so
 * by its version BM25 is not tried there. By its version too, its partition keys are not used: before 2.4 an upserted row
 * is put where another column's value says, and a filter by the partition does not find it (milvus-io/milvus#30772,
 * #31548). Whether unflushed rows are quick to search would be a matter of a measurement. It is taken, as is a string's
 * index, from whether the server can tell its segments: one that has data nodes to ask keeps new rows in a form that is
 * quick to search. Milvus Lite is one process and does not implement the call.
 */
export async function probe(connection: Connection, version: string): Promise<Capabilities> {
  await dropLeftBehind(connection);
  const name = `${PREFIX}${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`;
  try {
    const grown = isFrom24(version);
    const bm25 = grown ? await tryBm25(connection, name) : undefined;
    const plain = `${name}_v`;
    const segments = await tellsSegments(connection, plain);
    return {
      version,
      keyword: bm25 !== undefined,
      bm25Sign: bm25 ?? 1,
      scalarIndex: segments,
      partitionKeys: grown,
      filtering: version.endsWith(EMBEDDED) ? 'BY_SHARE' : segments ? 'IN_GRAPH' : 'AFTERWARDS',
      cheapUnflushed: segments,
    };
  } finally {
    await dropLeftBehind(connection, name).catch(() => {});
  }
}

/** Whether a server is of version 2.4 or later, as one is whose version says nothing. */
function isFrom24(version: string): boolean {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? [];
  return major === undefined || Number(major) * 1000 + Number(minor) >= 2004;
}

/** The sign of a good score, or undefined where BM25 is refused or finds the wrong thing. */
async function tryBm25(connection: Connection, collection_name: string): Promise<1 | -1 | undefined> {
  const key = { name: 'key', data_type: DataType.VarChar, max_length: 16, is_primary_key: true };
  const terms = { name: 'terms', data_type: DataType.VarChar, max_length: 64, ...plainAnalyzer };
  const fields = [key, terms, { name: 'sparse', data_type: DataType.SparseFloatVector }];
  const data = [
    { key: 'a', terms: 'qone qtwo' },
    { key: 'b', terms: 'qthree qtwo' },
    { key: 'c', terms: 'qthree qfour' },
  ];
  try {
    await connection.call('createCollection', 'write', (client, timeout) =>
      client.createCollection({ collection_name, fields, functions: [bm25Function], timeout }),
    );
    await connection.call('createIndex', 'write', (client, timeout) =>
      client.createIndex({ collection_name, ...sparseIndex, timeout }),
    );
    await loadAndWait(connection, collection_name);
    await connection.call('upsert', 'write', (client, timeout) =>
      client.upsert({ collection_name, data, timeout }),
    );
    const found = await connection.call('search', 'read', (client, timeout) =>
      client.search({
        collection_name,
        data: ['qone'],
        anns_field: 'sparse',
        metric_type: 'BM25',
        limit: 3,
        output_fields: ['key'],
        consistency_level: 'Strong' as never,
        timeout,
      }),
    );
    const [best, ...others] = found.results as unknown as { key: string; score: number }[];
    if (best?.key !== 'a' || others.length > 0 || !best.score) return undefined;
    return best.score > 0 ? 1 : -1;
  } catch (error) {
    if (error instanceof PartRejected) return undefined;
    throw error;
  }
}

async function tellsSegments(connection: Connection, collection_name: string): Promise<boolean> {
  const fields = [
    { name: 'key', data_type: DataType.VarChar, max_length: 16, is_primary_key: true },
    { name: 'vector', data_type: DataType.FloatVector, dim: 4 },
  ];
  await connection.call('createCollection', 'write', (client, timeout) =>
    client.createCollection({ collection_name, fields, timeout }),
  );
  try {
    const answer = await connection.call('getPersistentSegmentInfo', 'read', (client) =>
      client.getPersistentSegmentInfo({ collectionName: collection_name }),
    );
    return Array.isArray(answer.infos);
  } catch (error) {
    if (error instanceof PartRejected && error.code === NOT_IMPLEMENTED) return false;
    throw error;
  }
}

/** Drops the collections of one probe, or of every probe that must have ended by now. */
async function dropLeftBehind(connection: Connection, probe?: string): Promise<void> {
  const answer = await connection.call('showCollections', 'read', (client, timeout) =>
    client.showCollections({ timeout } as never),
  );
  for (const { name } of answer.data) {
    if (!name.startsWith(probe ?? PREFIX)) continue;
    const born = Number.parseInt(name.slice(PREFIX.length).split('_')[0] as string, 36);
    if (!probe && born > Date.now() - LEFT_BEHIND_MS) continue;
    await connection.call('dropCollection', 'write', (client, timeout) =>
      client.dropCollection({ collection_name: name, timeout }),
    );
  }
}
