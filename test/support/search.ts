import type { Service } from '../../lib/service.ts';
import type { Settings } from '../../lib/settings.ts';
import { indexConfig } from '../../subgraphs/index/config.ts';
import { startIndex } from '../../subgraphs/index/server.ts';
import { type QueryConfig, queryConfig } from '../../subgraphs/query/config.ts';
import { startQuery } from '../../subgraphs/query/server.ts';
import { graphqlClient } from './client.ts';
import { bootParts, type Parts } from './parts.ts';

/** A page of hits, as the query below asks for it. */
export interface Found {
  totalCount: number;
  totalCountRelation: 'EXACT' | 'AT_LEAST';
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  explain: {
    stages: { name: string; milliseconds: number; cached: boolean }[];
    cacheLevel: 'NONE' | 'L1' | 'L2';
    model: { name: string } | null;
    notes: string[];
  };
  edges: {
    cursor: string;
    score: number;
    passage: { text: string; start: number; end: number; ordinal: number };
    highlights: { field: string; fragments: { html: string; start: number; end: number }[] }[];
    node: {
      id: string;
      documentId: string;
      collectionName: string;
      title: string | null;
      metadata: Record<string, unknown>;
      revision: number;
    } | null;
  }[];
}

const SEARCH = `query ($input: SearchInput!, $first: Int, $after: String) {
  search(input: $input, first: $first, after: $after) {
    totalCount totalCountRelation pageInfo { hasNextPage endCursor }
    explain { stages { name milliseconds cached } cacheLevel model { name } notes }
    edges { cursor score passage { text start end ordinal } highlights { field fragments { html start end } }
            node { id documentId collectionName title metadata revision } } } }`;

/** A client of one query service. */
export function searchClient(url: string) {
  const client = graphqlClient(url);
  const variables = (input: object, page: { first?: number; after?: string | null }) => ({
    input: { collections: ['articles'], ...input },
    first: 10,
    ...page,
  });
  return {
    ...client,
    search: async (input: object, page: { first?: number; after?: string | null } = {}): Promise<Found> =>
      (await client.data(SEARCH, variables(input, page))).search,
    /** The code, the argument and the message of the error that a search ends with. */
    async refused(input: object, page: { first?: number; after?: string | null } = {}) {
      const { errors } = await client.ask(SEARCH, variables(input, page));
      const error = errors?.[0];
      return {
        code: error?.extensions.code,
        argument: error?.extensions.argument,
        message: error?.message ?? '',
      };
    },
    /** The value of a sample in /metrics whose labels are these; 0 where there is none. */
    async metric(name: string, labels: Record<string, string> = {}): Promise<number> {
      const text = await (await fetch(`${url}/metrics`)).text();
      const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
      const line = text
        .split('\n')
        .find((one) => one.startsWith(`${name}{`) && wanted.every((label) => one.includes(label)));
      return Number(line?.split(' ').at(-1) ?? 0);
    },
  };
}

export type SearchClient = ReturnType<typeof searchClient>;

/** Ids of the hits, in their order. */
export const idsOf = (found: Found): (string | undefined)[] =>
  found.edges.map(({ node }) => node?.documentId);

export interface SearchStack extends AsyncDisposable, SearchClient {
  parts: Parts;
  query: Service;
  index: ReturnType<typeof graphqlClient>;
  indexUrl: string;
  /** Makes a collection with the filterable fields year (INT), lang (STRING), day (DATETIME) and big (INT). */
  create(name: string): Promise<string>;
  /** Adds documents and waits until they are found. @returns the position */
  add(collection: string, documents: object[]): Promise<string>;
  remove(collection: string, documentIds: string[]): Promise<string>;
  /** Starts another query service on the same parts. */
  another(
    more?: Partial<Pick<QueryConfig, 'redisUrl' | 'cache'>>,
  ): Promise<SearchClient & { service: Service }>;
  /** Starts another index service on the same parts. */
  anotherIndex(other: Partial<Settings>): Promise<ReturnType<typeof graphqlClient> & AsyncDisposable>;
}

/** Index and query services on real parts. @param other settings to use instead of those of the parts */
export async function bootSearch(other: Partial<Settings> = {}): Promise<SearchStack> {
  await using started = new AsyncDisposableStack();
  const parts = started.use(await bootParts());
  const settings = { ...parts.settings, ...other };
  const index = started.use(await startIndex(indexConfig(settings)));
  const query = started.use(await startQuery(queryConfig(settings)));
  const indexClient = graphqlClient(index.url);
  const others = started.use(new AsyncDisposableStack());
  const all = started.move();
  return {
    ...searchClient(query.url),
    parts,
    query,
    index: indexClient,
    indexUrl: index.url,
    async create(name) {
      const { createCollection } = await indexClient.data(
        `mutation ($name: ID!) { createCollection(input: { name: $name, fields: [
           { name: "year", type: INT }, { name: "lang", type: STRING }, { name: "day", type: DATETIME },
           { name: "big", type: INT }, { name: "secret", type: STRING, filterable: false } ] }) { collection { id } } }`,
        { name },
      );
      return createCollection.collection.id;
    },
    async add(collection, documents) {
      const { addDocuments } = await indexClient.data(
        `mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position job { status failed } } }`,
        { input: { collection, documents, waitFor: 'INDEXED' } },
      );
      if (addDocuments.job.status !== 'COMPLETED') throw new Error(JSON.stringify(addDocuments));
      return addDocuments.position;
    },
    async remove(collection, documentIds) {
      const { deleteDocuments } = await indexClient.data(
        `mutation ($input: DeleteDocumentsInput!) { deleteDocuments(input: $input) { position } }`,
        { input: { collection, documentIds, waitFor: 'INDEXED' } },
      );
      return deleteDocuments.position;
    },
    async another(options = {}) {
      const service = others.use(await startQuery({ ...queryConfig(settings), ...options }));
      return { ...searchClient(service.url), service };
    },
    async anotherIndex(more) {
      const service = await startIndex(indexConfig({ ...settings, ...more }));
      return { ...graphqlClient(service.url), [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
