import { DataType, type FieldType, FunctionType } from '@zilliz/milvus2-sdk-node';
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

/** The columns that make up a hit. */
export const hitColumns = [
  'key',
  'document',
  'revision',
  'ordinal',
  'passages',
  'title',
  'text',
  'start',
  'end',
  'metadata',
];

/** The columns of a view. A field type of BM25 goes only to a server that was seen to know it. */
export function viewColumns(dimensions: number, { keyword }: Capabilities): FieldType[] {
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
    { name: 'metadata', data_type: DataType.JSON },
    { ...varChar('terms'), ...(keyword && plainAnalyzer) },
    { name: 'vector', data_type: DataType.FloatVector, dim: dimensions },
  ];
  if (keyword) columns.push({ name: 'sparse', data_type: DataType.SparseFloatVector });
  return columns;
}

/**
 * The indexes of a view.
 *
 * Vectors: HNSW where a filter inside the graph search keeps recall. Milvus Lite looks at the nearest `ef` rows of any
 * kind and filters then: of 5,000 passages, behind a filter that passes 5 %, it found 79 % of the 10 nearest and 36 % of
 * the 100 nearest, and no `ef` is right for every filter. There the index is FLAT: exact behind any filter, nothing to
 * build, and quick enough for what Lite is for (stock Lite, 10 nearest: of 5,000 passages 14 ms where HNSW takes 8; of
 * 20,000 22 ms and 7).
 *
 * Documents: passages are found by document before each write. Milvus Lite scans them within a millisecond or two.
 */
export function viewIndexes({ keyword, filteredGraph }: Capabilities) {
  const vector = filteredGraph
    ? { index_type: 'HNSW', params: { M: 16, efConstruction: 200 } }
    : { index_type: 'FLAT', params: {} };
  return [
    { field_name: 'vector', index_name: 'vector', metric_type: 'COSINE', ...vector },
    ...(keyword ? [sparseIndex] : []),
    // The scalar index of strings that the older servers know too.
    ...(filteredGraph ? [{ field_name: 'document', index_name: 'document', index_type: 'Trie' }] : []),
  ];
}

/** HNSW must look at more rows than it is to return; FLAT has nothing to set. */
export function vectorSearchParams(limit: number, { filteredGraph }: Capabilities): Record<string, number> {
  return filteredGraph ? { ef: Math.min(32_768, Math.max(128, 2 * limit)) } : {};
}
