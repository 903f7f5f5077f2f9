import { userError } from '../../../lib/errors.ts';
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
      return { partition: String(from.metadata[partitionBy.field as string]), named: false };
    case 'TENANT':
      return { partition: from.tenant as string, named: false };
    case 'NONE':
      return { partition: null, named: false };
  }
}
