import type { ViewSpec } from '../view-spec.ts';

/**
 * The Milvus collection beside that of a view, with a row for each image of a document: the same columns, and vectors of the image
 * model. Rows of all partitions lie in it together; `partition` tells them apart.
 */
export const imageView = (milvusName: string): string => `${milvusName}_images`;

/** All Milvus collections of a view. */
export function milvusNames({ milvusName, spec }: { milvusName: string; spec: ViewSpec }): string[] {
  return spec.images ? [milvusName, imageView(milvusName)] : [milvusName];
}
