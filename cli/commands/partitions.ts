import type { Api } from '../api/client.ts';
import { Failure } from '../failure.ts';
import {
  CreatePartitionDocument,
  DropPartitionDocument,
  LoadPartitionDocument,
  PartitionsDocument,
  ReleasePartitionDocument,
} from '../generated/operations.ts';
import { conclude, type FollowOptions, outcome } from '../jobs/follow.ts';
import { confirm } from '../terminal/confirm.ts';
import { table } from '../terminal/table.ts';
import { count, counted, styled } from '../terminal/text.ts';
import { noCollection } from './collections.ts';

async function partitionsOf(api: Api, name: string) {
  const { collection } = await api.request(PartitionsDocument, { collection: name });
  if (!collection) throw noCollection(name);
  return collection;
}

/** Prints the partitions of a collection. */
export async function listPartitions(api: Api, name: string, { json }: { json?: boolean }): Promise<void> {
  const { partitionBy, partitions } = await partitionsOf(api, name);
  if (json) return console.log(JSON.stringify(partitions, null, 2));
  if (partitionBy.by !== 'NAME') {
    const how = {
      NONE: 'not divided',
      FIELD: `divided by the field "${partitionBy.field}"`,
      TENANT: 'divided by tenant',
    };
    return console.log(`"${name}" is ${how[partitionBy.by]}: it has no partitions by name.`);
  }
  if (partitions.length === 0) {
    return console.log(`No partition yet. Make one with: kitegraph partitions create ${name} <partition>`);
  }
  const lines = table(partitions, [
    { title: 'PARTITION', value: (partition) => partition.name },
    {
      title: 'SEARCHED',
      value: ({ loaded }) => (loaded ? 'yes' : 'released'),
      dress: (cell, { loaded }) => styled(loaded ? 'green' : 'yellow', cell),
    },
    { title: 'DOCUMENTS', value: ({ documentCount }) => count(documentCount), align: 'right' },
    { title: 'MADE', value: ({ createdAt }) => new Date(createdAt).toLocaleString('sv') },
  ]);
  console.log(lines.join('\n'));
}

export async function createPartition(api: Api, collection: string, name: string): Promise<void> {
  await api.request(CreatePartitionDocument, { input: { collection, name } });
  console.log(`Made the partition "${name}" of "${collection}".`);
}

export async function loadPartition(api: Api, collection: string, name: string): Promise<void> {
  await api.request(LoadPartitionDocument, { input: { collection, name } });
  console.log(`The partition "${name}" of "${collection}" is searched.`);
}

export async function releasePartition(api: Api, collection: string, name: string): Promise<void> {
  await api.request(ReleasePartitionDocument, { input: { collection, name } });
  console.log(
    `The partition "${name}" of "${collection}" is no longer searched; its documents stay, and can be changed. Take it in again with kitegraph partitions load.`,
  );
}

/** Asks first, unless told not to. @returns whether its documents are gone (or it was begun) */
export async function dropPartition(
  api: Api,
  collection: string,
  name: string,
  options: FollowOptions & { yes?: boolean },
): Promise<boolean> {
  const found = (await partitionsOf(api, collection)).partitions.find((partition) => partition.name === name);
  const documents = found ? ` with ${counted(found.documentCount, 'document')}` : '';
  if (!options.yes) await confirm(`Drop the partition "${name}" of "${collection}"${documents}?`, '--yes');
  const { job } = (await api.request(DropPartitionDocument, { input: { collection, name } })).dropPartition;
  return conclude(api, job, options, (last) =>
    last.status === 'COMPLETED'
      ? `Dropped the partition "${name}" with ${counted(last.total, 'document')}.`
      : outcome(last),
  );
}

/** Makes sure that a partition is there. @param create makes it where it is not. @throws Failure where it may not */
export async function ensurePartition(
  api: Api,
  collection: string,
  name: string,
  create: boolean,
): Promise<void> {
  const { partitionBy, partitions } = await partitionsOf(api, collection);
  if (partitionBy.by !== 'NAME') {
    throw new Failure(`The collection "${collection}" is not divided by name: leave --partition out.`);
  }
  if (partitions.some((partition) => partition.name === name)) return;
  if (!create) {
    throw new Failure(
      `"${collection}" has no partition "${name}": make it with --create, or with kitegraph partitions create ${collection} ${name}`,
    );
  }
  await api.request(CreatePartitionDocument, { input: { collection, name } });
  console.error(`Made the partition "${name}".`);
}
