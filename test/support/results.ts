import assert from 'node:assert/strict';
import { graphqlClient } from './client.ts';

export const SEARCH = `query ($input: SearchInput!, $of: [FacetInput!]!, $facets: Boolean!, $first: Int!, $after: String) {
  search(input: $input, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } explain { cacheLevel stages { name } }
    facets(of: $of) @include(if: $facets) {
      field documents missing countRelation more buckets { value from to count } }
    edges { cursor score relevance collapsed explain { boost } node { documentId collectionName metadata }
            group { value totalCount hits { cursor score node { documentId metadata } } } } } }`;

/** Adds documents and searches, with facets, orders and groups. */
export function resultsClient(url: string) {
  const client = graphqlClient(url);
  const variables = (input: object, more: object = {}) => ({
    input: { collections: ['teas'], text: 'tea 茶', candidates: 100, ...input },
    of: [],
    facets: 'of' in more,
    first: 50,
    ...more,
  });
  return {
    ...client,
    variables,
    find: async (input: object, more: object = {}) =>
      (await client.data(SEARCH, variables(input, more))).search,
    async add(collection: string, documents: object[]) {
      const { addDocuments } = await client.data(
        `mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position job { status } } }`,
        { input: { collection, documents, waitFor: 'INDEXED' } },
      );
      assert.equal(addDocuments.job.status, 'COMPLETED');
      return addDocuments.position;
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
export const idsOf = (found: any): string[] => found.edges.map(({ node }: any) => node.documentId);
