import { createInterface } from 'node:readline/promises';
import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import { Failure } from '../failure.ts';
import {
  type CollectionLineFragment,
  CollectionNamedDocument,
  CollectionsDocument,
  type CollectionsQuery,
  CreateCollectionDocument,
  type CreateCollectionInput,
  DeleteCollectionDocument,
} from '../generated/operations.ts';
import { table } from '../terminal/table.ts';
import { count, counted } from '../terminal/text.ts';

/** Prints every collection. */
export async function listCollections(api: Api, options: { json?: boolean }): Promise<void> {
  const all = await readCollections(api);
  if (options.json) return console.log(JSON.stringify(all, null, 2));
  if (all.length === 0) return console.log('No collection yet. Make one with: kitegraph create <name>');
  const lines = table(all, [
    { title: 'COLLECTION', value: ({ name }) => name },
    { title: 'DOCUMENTS', value: ({ documentCount }) => count(documentCount), align: 'right' },
    {
      title: 'VECTORS',
      value: ({ vectorCount }) => (vectorCount === null ? '?' : count(vectorCount)),
      align: 'right',
    },
    { title: 'WAITING', value: ({ pendingCount }) => count(pendingCount), align: 'right' },
    {
      title: 'FIELDS',
      value: ({ fields }) => fields.map(({ name, type }) => `${name}:${type}`).join(' '),
      most: 50,
    },
    { title: 'ABOUT', value: ({ description }) => description, most: 50 },
  ]);
  console.log(lines.join('\n'));
}

/** Every collection, by name. */
async function readCollections(api: Api): Promise<CollectionLineFragment[]> {
  const all: CollectionLineFragment[] = [];
  let after: string | null = null;
  do {
    const page: CollectionsQuery = await api.request(CollectionsDocument, { after });
    const collections = answered(page.collections);
    all.push(...collections.edges.map(({ node }) => node));
    after = collections.pageInfo.hasNextPage ? collections.pageInfo.endCursor : null;
  } while (after !== null);
  return all;
}

export async function createCollection(api: Api, input: CreateCollectionInput): Promise<void> {
  const { createCollection: made } = await api.request(CreateCollectionDocument, { input });
  const { name, fields, embeddingModel } = made.collection;
  console.log(
    `Made the collection "${name}" with ${counted(fields.length, 'declared field')}, embedded by ${embeddingModel.name}.`,
  );
}

/** Asks first, in a terminal; elsewhere only with `yes`. */
export async function deleteCollection(api: Api, name: string, options: { yes?: boolean }): Promise<void> {
  const { collection } = await api.request(CollectionNamedDocument, { name });
  if (!collection)
    throw new Failure(`There is no collection "${name}". See them all with: kitegraph collections`);
  if (!options.yes) await confirm(`Delete "${name}" with ${counted(collection.documentCount, 'document')}?`);
  await api.request(DeleteCollectionDocument, { collection: name });
  console.log(`Deleted the collection "${name}".`);
}

async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new Failure(`${question} Say so with --yes.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new Failure('Nothing was deleted.');
  } finally {
    terminal.close();
  }
}
