import { seenInSql } from '../../../lib/access.ts';
import type { Database, Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import type { PartitionInput } from '../../../schema/generated/index.ts';
import { type CollectionRow, findCollection, lockCollection } from '../collections/collection.ts';
import { accept } from '../documents/accept.ts';
import { bury } from '../documents/remove.ts';
import type { JobRow } from '../jobs/job.ts';
import { partitionNames } from './require.ts';

/** A partition of a collection that is divided by name. */
export interface PartitionRow {
  name: string;
  loaded: boolean;
  documentCount: number;
  createdAt: Date;
}

const PATH = 'input.collection';
/** What Milvus takes for the name of a partition. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const MOST = 1_024;

/** @param scopes those that the caller is limited to, who counts what it sees; all documents where not given */
export function partitionsOf(
  db: Queryable,
  collectionId: string,
  scopes?: readonly string[] | undefined,
): Promise<PartitionRow[]> {
  return db.query(
    `select p.name, p.loaded, p.created_at as "createdAt", (
       select count(*) from documents d
       where d.collection_id = $1 and d.partition = p.name and not d.deleted
         and ${seenInSql('d.read_scopes', '$2')}) as "documentCount"
     from partitions p where p.collection_id = $1 and p.dropped_at is null order by p.name`,
    [collectionId, scopes ?? null],
  );
}

async function partition(db: Queryable, { collection, name }: { collection: CollectionRow; name: string }) {
  const rows = await partitionsOf(db, collection.id);
  const found = rows.find((row) => row.name === name);
  if (!found)
    throw userError.partitionNotFound(
      'input.name',
      name,
      rows.map((row) => row.name),
    );
  return found;
}

async function dividedByName(db: Queryable, input: PartitionInput): Promise<CollectionRow> {
  const collection = await findCollection(db, input.collection, PATH);
  if (collection.partitionBy.by === 'NAME') return collection;
  throw userError.badInput(PATH, `the collection "${collection.name}" is not divided by name.`);
}

/** @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, PARTITION_EXISTS */
export async function createPartition(db: Database, input: PartitionInput): Promise<PartitionRow> {
  const collection = await dividedByName(db, input);
  const { name } = input;
  if (!NAME.test(name)) {
    throw userError.badInput(
      'input.name',
      'must be 1 to 64 letters, digits and _, and start with a letter or _.',
    );
  }
  await db.transaction(async (tx) => {
    await lockCollection(tx, collection.id, PATH);
    const names = await partitionNames(tx, collection.id);
    if (names.includes(name)) {
      throw userError.conflict('PARTITION_EXISTS', 'input.name', `the partition "${name}" exists already.`);
    }
    if (names.length >= MOST) throw userError.badInput(PATH, `has ${MOST} partitions, and may have no more.`);
    await tx.query(
      `insert into partitions (collection_id, name) values ($1, $2)
       on conflict (collection_id, name) do update set dropped_at = null, loaded = true, created_at = now()`,
      [collection.id, name],
    );
    await tellOf(tx, collection);
  });
  return partition(db, { collection, name });
}

/** Deletes a partition with its documents. @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, PARTITION_NOT_FOUND */
export async function dropPartition(db: Database, input: PartitionInput): Promise<JobRow> {
  const collection = await dividedByName(db, input);
  await partition(db, { collection, name: input.name });
  const request = { collectionId: collection.id, kind: 'DELETE' as const, priority: 0 };
  const accepted = await accept(db, request, Number.POSITIVE_INFINITY, async (tx, place) => {
    await tx.query('update partitions set dropped_at = now() where collection_id = $1 and name = $2', [
      collection.id,
      input.name,
    ]);
    return bury(tx, place, { condition: 'partition = $2', params: [input.name] });
  });
  if (!accepted) throw userError.collectionNotFound(PATH, input.collection, []);
  return accepted.job;
}

/**
 * Takes a partition into searches, or out of them: they go by what the catalog says, at once.
 * @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, PARTITION_NOT_FOUND
 */
export async function setLoaded(db: Database, input: PartitionInput, loaded: boolean): Promise<PartitionRow> {
  const collection = await dividedByName(db, input);
  await partition(db, { collection, name: input.name });
  await db.transaction(async (tx) => {
    await lockCollection(tx, collection.id, PATH);
    await tx.query('update partitions set loaded = $3 where collection_id = $1 and name = $2', [
      collection.id,
      input.name,
      loaded,
    ]);
    await tx.query('update views set changes = changes + 1 where collection_id = $1', [collection.id]);
    await tellOf(tx, collection);
  });
  return partition(db, { collection, name: input.name });
}

async function tellOf(tx: Queryable, { id }: CollectionRow): Promise<void> {
  await tx.query(
    `select pg_notify('kitegraph_work', id) from views where collection_id = $1
     union all select pg_notify('kitegraph_catalog', $1)`,
    [id],
  );
}
