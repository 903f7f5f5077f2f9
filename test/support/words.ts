import { graphqlClient } from './client.ts';
import { bootStack } from './stack.ts';

const ADD = `mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position job { status } } }`;
const SEARCH = `query ($input: SearchInput!, $first: Int!) { search(input: $input, first: $first) {
  totalCount totalCountRelation explain { cacheLevel notes }
  edges { cursor highlights { field fragments { html } } node { documentId title content } } } }`;

/** The whole product, with what tests of words ask of its gateway. */
export async function bootWords(env: Record<string, string> = {}) {
  const stack = await bootStack('one', env);
  return { ...stack, ...wordsClient(stack.url) };
}

export type WordsStack = Awaited<ReturnType<typeof bootWords>>;

export function wordsClient(url: string, headers: Record<string, string> = {}) {
  const client = graphqlClient(url, headers);
  const variables = (input: object, first: number) => ({ input, first });
  return {
    ...client,
    create: async (input: object): Promise<void> =>
      client.data(
        'mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { collection { id } } }',
        { input },
      ),
    /** Adds documents, given as title and content by id, and waits until they are found. */
    async add(
      collection: string,
      documents: Record<string, [title: string, content: string, more?: object]>,
    ) {
      const { addDocuments } = await client.data(ADD, {
        input: {
          collection,
          waitFor: 'INDEXED',
          documents: Object.entries(documents).map(([documentId, [title, content, more]]) => ({
            documentId,
            title,
            content,
            ...more,
          })),
        },
      });
      if (addDocuments.job.status !== 'COMPLETED') throw new Error(JSON.stringify(addDocuments));
    },
    remove: (collection: string, documentIds: string[]) =>
      client.data(
        'mutation ($input: DeleteDocumentsInput!) { deleteDocuments(input: $input) { position } }',
        { input: { collection, documentIds, waitFor: 'INDEXED' } },
      ),
    search: async (input: object, first = 20) => (await client.data(SEARCH, variables(input, first))).search,
    /** Ids of the documents that a search finds, the best first. */
    async found(input: object): Promise<string[]> {
      const { search } = await client.data(SEARCH, variables(input, 20));
      return search.edges.map(({ node }: { node: { documentId: string } }) => node.documentId);
    },
    /** The error that a search ends with. */
    async refused(input: object) {
      const { errors } = await client.ask(SEARCH, variables(input, 10));
      const { extensions, message } = errors?.[0] ?? { extensions: {}, message: '' };
      return { code: extensions.code, argument: extensions.argument, message };
    },
  };
}
