import { userError } from '../../../lib/errors.ts';
import { placeOf } from '../../../lib/filter/fields.ts';
import { columnBytes } from '../../../lib/milvus/passage.ts';
import type { CollectionRow } from '../collections/collection.ts';

export interface ChosenPartition {
  partition: string | null;
  /** It is one of the collection's named partitions, which must be there. */
  named: boolean;
}

/**
 * The partition that a document goes into, by how its collection is divided.
 * @throws BAD_USER_INPUT where it names one and the collection has none, or the other way round
 */
export function choosePartition(
  { partitionBy, name }: Pick<CollectionRow, 'partitionBy' | 'name'>,
  from: {
    metadata: Record<string, unknown>;
    tenant: string | undefined;
    asked: string | null | undefined;
  },
  path: string,
): ChosenPartition {
  const asked = from.asked ?? undefined;
  if (partitionBy.by !== 'NAME' && asked !== undefined) {
    throw userError.badInput(
      `${path}.partition`,
      `the collection "${name}" is not divided by name; leave it out.`,
    );
  }
  switch (partitionBy.by) {
    case 'NAME':
      if (asked === undefined) {
        throw userError.badInput(
          `${path}.partition`,
          `is missing: the collection "${name}" is divided by name.`,
        );
      }
      return { partition: asked, named: true };
    case 'FIELD':
      return { partition: partitionOfValue(partitionBy.field as string, from.metadata, path), named: false };
    case 'TENANT':
      return { partition: from.tenant as string, named: false };
    case 'NONE':
      return { partition: null, named: false };
  }
}

/** The partition by the value of a field. @throws BAD_USER_INPUT where the value is too long to be one */
export function partitionOfValue(field: string, metadata: Record<string, unknown>, path: string): string {
  const value = String(metadata[field]);
  const bytes = Buffer.byteLength(value);
  if (bytes <= columnBytes.partition) return value;
  throw userError.badInput(
    placeOf(`${path}.metadata`, field),
    `takes ${bytes} bytes; at most ${columnBytes.partition} are allowed of a field that divides the collection.`,
  );
}
