import { redisConnection } from '../../lib/cache/redis.ts';
import { database } from '../../lib/database/database.ts';
import { migrate } from '../../lib/database/migrate.ts';
import { embeddingClient } from '../../lib/embedding-client.ts';
import { serviceRegistry } from '../../lib/metrics.ts';
import { vectorStore } from '../../lib/milvus/vector-store.ts';
import { imageFetcher } from '../../lib/remote-image/fetch-images.ts';
import { rerankClient } from '../../lib/rerank/rerank-client.ts';
import type { Service } from '../../lib/service.ts';
import { startSubgraph } from '../../lib/subgraph.ts';
import { searchCaches } from './cache/caches.ts';
import { keptRows } from './cache/rows.ts';
import { startCatalog } from './catalog/catalog.ts';
import type { QueryConfig } from './config.ts';
import type { Context } from './context.ts';
import { facetCounter } from './facets/facets.ts';
import { liveSearches } from './live/live.ts';
import { unkept } from './live/unkept.ts';
import { passageReader, sharedRows } from './pages/passages.ts';
import { excerptsOf } from './passages/excerpts.ts';
import { recallEfforts } from './recall/efforts.ts';
import { exactRanking } from './recall/exact.ts';
import { recallFigures } from './recall/figures.ts';
import { recallSampler } from './recall/sampling.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { Hooks } from './search/hooks.ts';
import { loadMiddleware } from './search/load-middleware.ts';
import { Pipeline } from './search/pipeline.ts';
import { ranking } from './search/rank.ts';
import { crossEncoder } from './search/rerank/cross-encoder.ts';
import { judges } from './search/rerank/judges.ts';
import { searching } from './search/search.ts';
import { sentenceVectors } from './search/sentence-vectors.ts';
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
  const efforts = recallEfforts();
  const asked = started.use(
    sources({
      effort: efforts.of,
      store,
      calls: metrics,
      near: caches.near,
      keepsTexts: config.cache.enabled,
      queries: {
        embedding,
        place: config.embedding.url,
        vectors: caches.vectors,
        sentencesMs: config.rerank.timeoutMs,
      },
    }),
  );
  const reranker = started.use(rerankClient(config.rerank));
  const reading = started.use(
    crossEncoder(reranker, {
      // Those of others read long texts.
      windows: !config.rerank.everyLanguage,
      count: (documents) => metrics.count('rerank', documents),
    }),
  );
  const sentences = sentenceVectors(asked);
  const facets = facetCounter(asked, caches.facets);
  const readRows = keptRows(sharedRows(store, metrics), caches.rows);
  const hooks = new Hooks(middleware);
  const words = dictionaries(db);
  const searchParts = {
    catalog,
    sources: asked,
    judges: judges({
      crossEncoder: reading,
      everyLanguage: config.rerank.everyLanguage,
      sources: asked,
      sentences,
    }),
    hooks,
    fetchImages: imageFetcher(config.imageHosts),
    understand: understanding({ synonyms: synonymReader(db), dictionaries: words, sources: asked }),
  };
  const { answers, snapshots } = caches;
  const figures = recallFigures(registry);
  const exact = exactRanking(asked, (sources) => {
    const rank = ranking(sources, searchParts.hooks, searchParts.judges);
    return (request) => rank(request, new Pipeline(() => undefined), readerOf());
  });
  const recall = recallSampler({
    share: config.recallShare,
    rank: exact,
    sources: asked,
    catalog,
    efforts,
    take: figures.take,
  });
  const search = searching({ ...searchParts, answers, snapshots, statistics, metrics, recall });
  const readerOf = () => passageReader(store, readRows, metrics);
  const anew = searching({ ...searchParts, ...unkept, metrics: { ...metrics, search: () => undefined } });
  const live = started.use(
    await liveSearches({
      db,
      catalog,
      store,
      sources: asked,
      // What a word was meant to be changes with every document that comes.
      search: ({ input, ...args }) => anew({ ...args, input: { ...input, typos: false } }, readerOf()),
      registry,
      limits: config.live,
    }),
  );

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
    gatewaySecrets: config.gatewaySecrets,
    resolvers: { ...resolvers },
    registry,
    context(caller) {
      const reader = readerOf();
      return {
        caller,
        catalog,
        statistics,
        facets,
        excerpts: (request) => excerptsOf(request, { sources: asked, sentences, reader }),
        reader,
        live,
        recall: figures.recall,
        selectivity: asked.selectivity,
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
