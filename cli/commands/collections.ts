import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import { Failure } from '../failure.ts';
import {
  type CollectionLineFragment,
  CollectionNamedDocument,
  CollectionSettingsDocument,
  type CollectionSettingsFragment,
  CollectionsDocument,
  type CollectionsQuery,
  CreateCollectionDocument,
  type CreateCollectionInput,
  DeleteCollectionDocument,
} from '../generated/operations.ts';
import { confirm } from '../terminal/confirm.ts';
import { table } from '../terminal/table.ts';
import { count, counted, printable, styled } from '../terminal/text.ts';

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

/** Prints how a collection is set, and what is in it. */
export async function showCollection(api: Api, name: string, options: { json?: boolean }): Promise<void> {
  const { collection } = await api.request(CollectionSettingsDocument, { name });
  if (!collection) throw noCollection(name);
  console.log(options.json ? JSON.stringify(collection, null, 2) : settingsLines(collection).join('\n'));
}

export function noCollection(name: string): Failure {
  return new Failure(`There is no collection "${name}". See them all with: kitegraph collections`);
}

function settingsLines(collection: CollectionSettingsFragment): string[] {
  const { passages, keywords, index, partitionBy, partitions, batching, embeddingModel } = collection;
  const { kind, builtAs, m, efConstruction, ef } = index;
  const fields = collection.fields.map(({ name, type, required }) => `${name}:${type}${required ? '!' : ''}`);
  const graph = builtAs === 'HNSW' ? `, m ${m}, efConstruction ${efConstruction}, ef ${ef}` : '';
  const words = [
    `title ${keywords.titleWeight}`,
    `content ${keywords.contentWeight}`,
    ...keywords.fields.map(({ field, weight }) => `${field} ${weight}`),
  ];
  const divided = {
    NONE: 'not divided',
    NAME: 'by name',
    FIELD: `by the field ${partitionBy.field}`,
    TENANT: 'by tenant',
  };
  const named = partitions.map((each) => (each.loaded ? each.name : `${each.name} (released)`)).join(', ');
  const facts: [string, string | false][] = [
    ['about', collection.description],
    ['documents', `${count(collection.documentCount)}, ${count(collection.pendingCount)} waiting`],
    [
      'vectors',
      collection.vectorCount === null ? 'unknown: the vector store is away' : count(collection.vectorCount),
    ],
    ['fields', `${fields.join(' ') || 'none'}${collection.strict ? ', and no others' : ''}`],
    ['model', `${embeddingModel.name} ${embeddingModel.version}, ${embeddingModel.dimensions} dimensions`],
    [
      'passages',
      `${passages.maxTokens} tokens, of which ${passages.overlapTokens} overlap${passages.headings ? ', with their headings' : ''}`,
    ],
    ['keywords', `${words.join(', ')}, ${keywords.analyzer}`],
    ['synonyms', collection.synonyms.map(synonymLine).join('; ')],
    ['searches', `words count ${collection.search.keywordWeight} of 1`],
    ['seen with', collection.readScopes.join(' or ')],
    ['index', `${kind === builtAs ? kind : `${kind}, built as ${builtAs}`}${graph}`],
    ['images', collection.imageModel ? `by ${collection.imageModel.name}` : false],
    ['divided', `${divided[partitionBy.by]}${named ? `: ${named}` : ''}`],
    [
      'batches',
      `${batching.maxDocuments} documents, ${batching.maxSeconds} s, waiting ${batching.lingerSeconds} s for more`,
    ],
    [
      'rebuild',
      collection.rebuild ? `under way: ${collection.rebuild.id}` : collection.needsRebuild.join(' '),
    ],
    ['position', collection.position],
  ];
  return [
    styled('bold', collection.name),
    ...facts.flatMap(([name, value]) => (value ? [`${name.padEnd(10)} ${printable(value)}`] : [])),
  ];
}

const synonymLine = ({ words, from }: CollectionSettingsFragment['synonyms'][number]) =>
  `${from ? `${from.join(', ')} => ` : ''}${words.join(', ')}`;

/** Every collection, by name. */
export async function readCollections(api: Api): Promise<CollectionLineFragment[]> {
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
  if (!collection) throw noCollection(name);
  if (!options.yes) {
    await confirm(`Delete "${name}" with ${counted(collection.documentCount, 'document')}?`, '--yes');
  }
  await api.request(DeleteCollectionDocument, { collection: name });
  console.log(`Deleted the collection "${name}".`);
}
