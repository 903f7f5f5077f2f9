import { DataType, type FieldType, FunctionType } from '@zilliz/milvus2-sdk-node';
import type { PartitionKind } from '../view-spec.ts';
import { columnBytes } from './passage.ts';
import type { Capabilities } from './probe.ts';

/** The analysis is ours, so the server's is the plainest: it splits at spaces. */
export const plainAnalyzer = { enable_analyzer: true, analyzer_params: { tokenizer: 'standard' } };

export const bm25Function = {
  name: 'bm25',
  type: FunctionType.BM25,
  input_field_names: ['terms'],
  output_field_names: ['sparse'],
  params: {},
};

export const sparseIndex = {
  field_name: 'sparse',
  index_name: 'sparse',
  index_type: 'SPARSE_INVERTED_INDEX',
  metric_type: 'BM25',
  // Said, because the servers' own defaults differ.
  params: { bm25_k1: 1.2, bm25_b: 0.75 },
};

/** What a view is made with. */
export interface ViewShape {
  dimensions: number;
  /** The index of the vectors. */
  index: { builtAs: 'FLAT' | 'HNSW'; m: number; efConstruction: number };
  /** NAME: rows lie in Milvus partitions by name. FIELD, TENANT: by the value of `partition`, where Milvus can route by it. */
  partitions: PartitionKind;
}

/** The columns of a view. A field type of BM25 goes only to a server that was seen to know it. */
export function viewColumns(
  { dimensions, partitions }: ViewShape,
  { keyword, partitionKeys }: Capabilities,
): FieldType[] {
  const varChar = (name: keyof typeof columnBytes) => ({
    name,
    data_type: DataType.VarChar,
    max_length: columnBytes[name],
  });
  const integer = (name: string) => ({ name, data_type: DataType.Int64 });
  const columns: FieldType[] = [
    { ...varChar('key'), is_primary_key: true },
    varChar('document'),
    integer('revision'),
    integer('ordinal'),
    integer('passages'),
    varChar('title'),
    varChar('text'),
    integer('start'),
    integer('end'),
    varChar('headings'),
    { ...varChar('partition'), ...(partitionKeys && routed(partitions) && { is_partition_key: true }) },
    integer('expires'),
    { name: 'metadata', data_type: DataType.JSON },
    { ...varChar('terms'), ...(keyword && plainAnalyzer) },
    { name: 'vector', data_type: DataType.FloatVector, dim: dimensions },
  ];
  if (keyword) columns.push({ name: 'sparse', data_type: DataType.SparseFloatVector });
  return columns;
}

/** Whether Milvus itself puts rows into partitions, by the value of a column. */
function routed(partitions: PartitionKind): boolean {
  return partitions === 'FIELD' || partitions === 'TENANT';
}

/**
 * The indexes of a view. Of vectors: FLAT compares every vector; HNSW is a graph, approximate and fast. Documents: passages are
 * found by document before each write, which Milvus Lite does within a millisecond or two without an index.
 */
export function viewIndexes({ index }: ViewShape, { keyword, scalarIndex }: Capabilities) {
  const vector =
    index.builtAs === 'HNSW'
      ? { index_type: 'HNSW', params: { M: index.m, efConstruction: index.efConstruction } }
      : { index_type: 'FLAT', params: {} };
  return [
    { field_name: 'vector', index_name: 'vector', metric_type: 'COSINE', ...vector },
    ...(keyword ? [sparseIndex] : []),
    // The scalar index of strings that the older servers know too.
    ...(scalarIndex ? [{ field_name: 'document', index_name: 'document', index_type: 'Trie' }] : []),
  ];
}

/**
 * A graph must look at more rows than it is to return; FLAT has nothing to set.
 * @param ef candidates at least; undefined where the index is FLAT
 * @param tuned to this very number: it is enough
 */
export function vectorSearchParams(
  limit: number,
  ef: number | undefined,
  tuned = false,
): Record<string, number> {
  return ef === undefined ? {} : { ef: Math.min(32_768, Math.max(ef, tuned ? limit : 2 * limit)) };
}
