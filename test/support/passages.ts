import type { PassageRow } from '../../lib/milvus/passage.ts';
import { passageKey } from '../../lib/milvus/passage.ts';

/** A row with all its columns, from those that a test is about. */
export function passage(o: Partial<PassageRow> & { document: string; vector: Float32Array }): PassageRow {
  const { revision = 1, ordinal = 0 } = o;
  const text = o.text ?? `passage ${ordinal} of ${o.document}`;
  return {
    key: passageKey(o.document, revision, ordinal),
    revision,
    ordinal,
    passages: 1,
    title: '',
    text,
    start: 0,
    end: text.length,
    headings: [],
    partition: '',
    expires: 0,
    metadata: {},
    terms: '',
    ...o,
  };
}

/** Vectors that are the same in each run, in loose groups, as embeddings are. */
export function vectorSource(dimensions: number, groups = 50): () => Float32Array {
  let seed = 42;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return seed / 0x7fffffff - 0.5;
  };
  const vector = () => Float32Array.from({ length: dimensions }, random);
  const centres = Array.from({ length: groups }, vector);
  return () => {
    const centre = centres[Math.floor((random() + 0.5) * groups)] as Float32Array;
    return vector().map((value, index) => value * 0.6 + (centre[index] as number));
  };
}

/** The documents nearest to a query by cosine, best first, found by looking at each. */
export function nearest(rows: readonly PassageRow[], query: Float32Array, limit: number): string[] {
  const length = (vector: Float32Array) => Math.hypot(...vector);
  const dot = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
  return rows
    .map((row) => ({ row, score: dot(row.vector, query) / length(row.vector) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ row }) => row.document);
}
