import { redisConnection } from '../../lib/cache/redis.ts';
import { database } from '../../lib/database/database.ts';
import { migrate } from '../../lib/database/migrate.ts';
import { embeddingClient } from '../../lib/embedding-client.ts';
import { serviceRegistry } from '../../lib/metrics.ts';
import { type VectorStore, vectorStore } from '../../lib/milvus/vector-store.ts';
import { rerankClient } from '../../lib/rerank/rerank-client.ts';
import type { Service } from '../../lib/service.ts';
import { startSubgraph } from '../../lib/subgraph.ts';
import { searchCaches } from './cache/caches.ts';
import { keptRows } from './cache/rows.ts';
import { startCatalog } from './catalog/catalog.ts';
import type { QueryConfig } from './config.ts';
import type { Context } from './context.ts';
import { facetCounter } from './facets/facets.ts';
import { passageReader, sharedRows } from './pages/passages.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { Hooks } from './search/hooks.ts';
import { loadMiddleware } from './search/load-middleware.ts';
import { crossEncoder } from './search/rerank/cross-encoder.ts';
import { judges } from './search/rerank/judges.ts';
import { searching } from './search/search.ts';
import { sources } from './search/sources.ts';
import { searchMetrics } from './statistics/metrics.ts';
import { SearchStatistics } from './statistics/statistics.ts';
import { suggesting } from './suggest/suggest.ts';
import { dictionaries } from './words/dictionaries.ts';
import { synonymReader } from './words/synonyms.ts';
import { titleLists } from './words/title-lists.ts';
import { understanding } from './words/understand.ts';

/**
 * The query service: search and its statistics. It starts, and comes up by itself, whatever part is away.
 * @throws SettingsError where its middleware cannot be used
 */
export async function startQuery(config: QueryConfig): Promise<Service> {
  const middleware = await loadMiddleware(config.middlewareModules, config.middleware);
  await using started = new AsyncDisposableStack();
  const db = started.use(database({ url: config.databaseUrl, poolSize: 4 }));
  const store = started.use(vectorStore({ address: config.milvusAddress, token: config.milvusToken }));
  const embedding = started.use(embeddingClient(config.embedding));
  const redis = config.redisUrl ? started.use(redisConnection({ url: config.redisUrl })) : undefined;
  // Found out at the first call; asked for now, so that it is not the first searcher who waits.
  void Promise.allSettled([store.capabilities(), embedding.describe()]);
  const catalog = started.use(await startCatalog({ db, prepare: () => migrate(db) }));

  const caches = searchCaches(config.cache, redis);
  const registry = serviceRegistry('query');
  const metrics = searchMetrics(registry, caches.bytes);
  const statistics = new SearchStatistics();
  const asked = started.use(
    sources({
      store,
      calls: metrics,
      queries: {
        embedding,
        place: config.embedding.url,
        vectors: caches.vectors,
        sentencesMs: config.rerank.timeoutMs,
      },
    }),
  );
  const reranker = started.use(rerankClient(config.rerank));
  const reading = started.use(crossEncoder(reranker, (documents) => metrics.count('rerank', documents)));
  const facets = facetCounter(asked, caches.facets);
  const readRows = keptRows(sharedRows(store, metrics), caches.rows);
  const hooks = new Hooks(middleware);
  const words = dictionaries(db);
  const search = searching({
    catalog,
    sources: asked,
    judges: judges({
      crossEncoder: reading,
      everyLanguage: config.rerank.everyLanguage,
      sources: asked,
    }),
    answers: caches.answers,
    snapshots: caches.snapshots,
    hooks,
    understand: understanding({
      synonyms: synonymReader(db),
      dictionaries: words,
      sources: asked,
    }),
    statistics,
    metrics,
  });

  const suggest = suggesting({
    catalog,
    sources: asked,
    dictionaries: words,
    titleLists: titleLists(db),
    hooks,
    metrics,
  });

  const service = await startSubgraph<Context>({
    name: 'query',
    host: config.host,
    port: config.port,
    apiKey: config.apiKey,
    resolvers: { ...resolvers },
    registry,
    context(caller) {
      const reader = passageReader(store, readRows, metrics);
      return {
        caller,
        catalog,
        statistics,
        facets,
        reader,
        selectivity: (view, expression) => selectivityOf(store, view, expression),
        search: (args) => search({ ...args, caller }, reader),
        suggest: (args) => suggest({ ...args, caller }, reader),
      };
    },
    parts: {
      postgresql: () => db.health(),
      milvus: () => store.health(),
      embedding: () => embedding.health(),
      ...(redis && { redis: () => redis.health() }),
    },
  });
  const parts = started.move();
  return {
    url: service.url,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await parts.disposeAsync();
    },
  };
}

/** Share of the passages of a view that pass an expression, 0 to 1; 1 of an empty view. */
async function selectivityOf(store: VectorStore, view: string, expression: string): Promise<number> {
  if (expression === '') return 1;
  const [passed, all] = await Promise.all([store.count(view, expression), store.count(view)]);
  return all === 0 ? 1 : passed / all;
}
