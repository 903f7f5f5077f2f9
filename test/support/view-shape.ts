import type { ViewShape } from '../../lib/milvus/schema.ts';

/** The shape of a view for tests that are about what is in it. */
export function exactShape(dimensions: number): ViewShape {
  return { dimensions, index: { builtAs: 'FLAT', m: 16, efConstruction: 200 }, partitions: 'NONE' };
}
