/**
 * The product's schema over three real, small subgraphs: their documents are in memory, all else (HTTP, WebSocket,
 * federation) is the real thing. For tests of what stands in front of the subgraphs.
 */
import { setTimeout as delay } from 'node:timers/promises';
import DataLoader from 'dataloader';
import type { GatewayConfig } from '../../gateway/config.ts';
import { startGateway } from '../../gateway/server.ts';
import { userError } from '../../lib/errors.ts';
import { setLogLevel } from '../../lib/log.ts';
import { serviceRegistry } from '../../lib/metrics.ts';
import type { Service } from '../../lib/service.ts';
import { startSubgraph } from '../../lib/subgraph.ts';

export interface SmallSupergraph extends AsyncDisposable {
  gateway: Service;
  /** Where the subgraphs answer, without the path. */
  urls: Record<'query' | 'index' | 'ops', string>;
  counts: Counts;
  /** Emits the next event of every open progress subscription. */
  advance(): void;
  /** Stops a subgraph, and starts it again at the same address. */
  stop(name: 'query' | 'index' | 'ops'): Promise<void>;
  start(name: 'query' | 'index' | 'ops'): Promise<void>;
}

export interface Counts {
  /** Streams open in the index subgraph, and ever opened. */
  openStreams: number;
  openedStreams: number;
  /** Batches of entities asked of the query subgraph, and their sizes. */
  batches: number[];
  mutations: number;
  searches: number;
}

// What these tests provoke would fill the log.
setLogLevel('silent');

const collections = ['articles', 'books', 'letters'].map((name, at) => ({
  id: `c${at}`,
  name,
  documentCount: 7,
  description: '',
  fields: [],
  strict: false,
}));

export async function startSmallSupergraph(
  options: {
    apiKey?: string;
    graphiqlDir?: string;
    subgraphs?: { name: string; url: string }[];
    pollSubgraphsMs?: number;
    /** Anything else of the gateway's configuration. */
    gateway?: Partial<GatewayConfig>;
  } = {},
): Promise<SmallSupergraph> {
  const counts: Counts = { openStreams: 0, openedStreams: 0, batches: [], mutations: 0, searches: 0 };
  const waiting = new Set<() => void>();
  const { apiKey } = options;

  function collection(reference: { id?: string | null; name?: string | null }) {
    return collections.find(({ id, name }) => id === reference.id || name === reference.name);
  }
  function job(id: string, processed: number) {
    const state = { kind: 'ADD', status: 'RUNNING', failed: 0, superseded: 0, documentsPerSecond: 10 };
    return { id, ...state, total: 100_000, processed, percent: processed / 1000, collection: collections[0] };
  }

  /**
   * As the index subgraph's: with `after` it starts there. Where the id starts with "endless" it runs without waiting for
   * `advance`, as fast as it can; with "steady" an event each millisecond.
   */
  function progress(id: string, after: number, field = 'indexJobProgress'): AsyncIterableIterator<unknown> {
    counts.openStreams += 1;
    counts.openedStreams += 1;
    let sequence = after;
    let over = false;
    let wake: (() => void) | undefined;
    /** Let out before they were asked for. */
    let ahead = 0;
    const advance = () => {
      ahead += 1;
      wake?.();
    };
    waiting.add(advance);
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        if (id.startsWith('steady')) await delay(1);
        else if (sequence > after && !id.startsWith('endless')) {
          if (ahead === 0) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
          ahead -= 1;
        }
        if (over) return { done: true, value: undefined };
        sequence += 1;
        return { done: false, value: { [field]: { sequence, job: job(id, sequence) } } };
      },
      async return() {
        if (!over) counts.openStreams -= 1;
        over = true;
        waiting.delete(advance);
        wake?.();
        return { done: true, value: undefined };
      },
    };
  }

  const subgraphs = {
    query: (port: number) =>
      startSubgraph({
        name: 'query',
        host: '127.0.0.1',
        port,
        apiKey,
        registry: serviceRegistry('query'),
        parts: {},
        context: () => ({
          statistics: new DataLoader(async (names: readonly string[]) => {
            counts.batches.push(names.length);
            return names.map((name) => ({ totalQueries: name.length, cacheHits: 0, averageLatencyMs: 1.5 }));
          }),
        }),
        resolvers: {
          Query: {
            async search(_: unknown, { input }: { input: { text: string; collections: string[] } }) {
              counts.searches += 1;
              if (input.text === 'slow') await delay(400);
              if (input.text === 'broken') throw new Error('secret detail of the query service');
              if (input.text === 'unknown')
                throw userError.collectionNotFound('input.collections[0]', 'x', ['articles']);
              const hits = ['1', '2', '3'].map((documentId, at) => ({
                cursor: String(at),
                score: 1 - at / 10,
                highlights: [],
                node: {
                  id: `d${documentId}`,
                  collectionName: 'articles',
                  documentId,
                  title: `${input.text} ${documentId}`,
                  metadata: { big: 9007199254740993n },
                  revision: 1,
                },
              }));
              return {
                totalCount: 3,
                totalCountRelation: 'EXACT',
                edges: hits,
                pageInfo: { hasNextPage: false },
              };
            },
            searchStatistics: () => ({ totalQueries: 1, cacheHits: 0, averageLatencyMs: 1 }),
          },
          Collection: {
            __resolveReference: (reference: object) => collection(reference),
            searchStatistics: (
              { name }: { name: string },
              _: unknown,
              context: { statistics: DataLoader<string, unknown> },
            ) => context.statistics.load(name),
          },
        },
      }),
    index: (port: number) =>
      startSubgraph({
        name: 'index',
        host: '127.0.0.1',
        port,
        apiKey,
        registry: serviceRegistry('index'),
        parts: {},
        context: () => ({}),
        resolvers: {
          Query: {
            collection: (_: unknown, reference: object) => collection(reference),
            collections: () => ({
              totalCount: collections.length,
              edges: collections.map(({ id }) => ({ cursor: id, node: collection({ id }) })),
              pageInfo: { hasNextPage: false },
            }),
            indexJob: (_: unknown, { id }: { id: string }) => job(id, 1),
          },
          Mutation: {
            addDocuments: (
              _: unknown,
              { input }: { input: { documents: { metadata: Record<string, unknown> }[] } },
            ) => {
              counts.mutations += 1;
              const metadata = input.documents[0]?.metadata ?? {};
              return { position: String(metadata.big), job: job('added', 0) };
            },
          },
          Subscription: {
            indexJobProgress: {
              subscribe(_: unknown, { id, after }: { id: string; after?: number }) {
                if (id === 'missing') throw userError.jobNotFound('id', id);
                return progress(id, after ?? 0);
              },
            },
            indexActivity: {
              subscribe: (_: unknown, { after }: { after?: number }) =>
                progress('any', after ?? 0, 'indexActivity'),
            },
          },
          IndexJob: { __resolveReference: ({ id }: { id: string }) => job(id, 1) },
          Collection: { __resolveReference: (reference: object) => collection(reference) },
          Document: {
            __resolveReference: (reference: object) => ({ ...reference, id: 'd1', createdAt: new Date(0) }),
          },
        },
      }),
    ops: (port: number) =>
      startSubgraph({
        name: 'ops',
        host: '127.0.0.1',
        port,
        apiKey,
        registry: serviceRegistry('ops'),
        parts: {},
        context: () => ({}),
        resolvers: {
          Query: { health: () => ({ status: 'UP', components: [] }), metrics: () => [] },
        },
      }),
  };
  type Name = keyof typeof subgraphs;

  const running = {
    query: await subgraphs.query(0),
    index: await subgraphs.index(0),
    ops: await subgraphs.ops(0),
  };
  const urls = { query: running.query.url, index: running.index.url, ops: running.ops.url };
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    apiKey,
    graphiqlDir: options.graphiqlDir ?? '/nonexistent',
    graph: {
      services: urls,
      subgraphs: options.subgraphs ?? [],
      pollSubgraphsMs: options.pollSubgraphsMs ?? 50,
    },
    ...options.gateway,
  }).catch(async (error) => {
    for (const subgraph of Object.values(running)) await subgraph[Symbol.asyncDispose]();
    throw error;
  });
  const up = new Set<Name>(['query', 'index', 'ops']);

  return {
    gateway,
    urls,
    counts,
    advance: () => {
      for (const wake of waiting) wake();
    },
    async stop(name) {
      up.delete(name);
      await running[name][Symbol.asyncDispose]();
    },
    async start(name) {
      running[name] = await subgraphs[name](Number(new URL(urls[name]).port));
      up.add(name);
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      for (const name of up) await running[name][Symbol.asyncDispose]();
    },
  };
}
