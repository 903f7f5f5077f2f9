import type { Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';

/**
 * Sees to it that the partitions that documents name are there. The collection's row is locked, so that they stay.
 * @param names of each document in the order of the request; undefined where one names none
 * @throws PARTITION_NOT_FOUND with the place of the first that is not
 */
export async function requirePartitions(
  tx: Queryable,
  collectionId: string,
  names: readonly (string | undefined)[],
  path: string,
): Promise<void> {
  if (names.every((name) => name === undefined)) return;
  const known = await partitionNames(tx, collectionId);
  for (const [index, name] of names.entries()) {
    if (name !== undefined && !known.includes(name)) {
      throw userError.partitionNotFound(`${path}[${index}].partition`, name, known);
    }
  }
}

/** The partitions of a collection that is divided by name. */
export async function partitionNames(db: Queryable, collectionId: string): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    'select name from partitions where collection_id = $1 and dropped_at is null order by name',
    [collectionId],
  );
  return rows.map((row) => row.name);
}
