import { type IndexConfig, indexConfig } from '../../subgraphs/index/config.ts';
import { startIndex } from '../../subgraphs/index/server.ts';
import { graphqlClient } from './client.ts';
import type { Parts } from './parts.ts';
import { until } from './until.ts';

const jobFields = 'id status kind total processed failed superseded percent waitingFor';
const payload = `{ position repeated job { ${jobFields} errors { documentId code message } } }`;

/** What tests ask of the index subgraph, by its own API. */
export function indexClient(url: string) {
  const { ask, data, events } = graphqlClient(url);
  const mutate = (name: string, type: string) => (input: object) =>
    ask(`mutation ($input: ${type}!) { ${name}(input: $input) ${payload} }`, { input }).then((answer) => ({
      ...answer.data?.[name],
      error: answer.errors?.[0],
    }));
  return {
    ask,
    data,
    events,
    create: (input: object) =>
      data(
        'mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { collection { id name } } }',
        {
          input,
        },
      ),
    add: mutate('addDocuments', 'AddDocumentsInput'),
    update: mutate('updateDocuments', 'UpdateDocumentsInput'),
    remove: mutate('deleteDocuments', 'DeleteDocumentsInput'),
    /** Everything that a mutation of documents could change. */
    collection: async (name: string) =>
      await data(
        `query ($name: ID!) { collection(name: $name) { documentCount vectorCount pendingCount position }
             documents(collection: $name, first: 100) { totalCount edges { node { documentId title content metadata revision } } }
             indexJobs(collection: $name) { totalCount } }`,
        { name },
      ),
    document: async (collection: string, documentId: string) =>
      (
        await data(
          `query ($collection: ID!, $documentId: ID!) { document(collection: $collection, documentId: $documentId) {
             title content metadata revision createdAt updatedAt indexedAt } }`,
          { collection, documentId },
        )
      ).document,
    /** The events of a job until it has ended. */
    async progress(id: string, after: number | null = null) {
      const seen = [];
      const query = `subscription ($id: ID!, $after: Int) { indexJobProgress(id: $id, after: $after) { sequence job { ${jobFields} } } }`;
      for await (const { data: event, errors } of events(query, { id, after })) {
        if (errors) throw new Error(JSON.stringify(errors));
        seen.push(event.indexJobProgress);
      }
      return seen;
    },
  };
}

/** Waits until nothing of a collection waits to be indexed. */
export async function workedOff(index: ReturnType<typeof indexClient>, collection: string): Promise<void> {
  await until(
    `the work of ${collection} to be done`,
    async () => (await index.collection(collection)).collection.pendingCount,
    (pending) => pending === 0,
  );
}

/** An index service in this process. */
export async function startIndexing(parts: Parts, more: Partial<IndexConfig> = {}) {
  const config = { ...indexConfig(parts.settings), ...more };
  const service = await startIndex(config);
  return {
    ...indexClient(service.url),
    config,
    url: service.url,
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}
