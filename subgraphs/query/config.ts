import { type PartsConfig, partsConfig } from '../../lib/parts.ts';
import type { ImageHosts } from '../../lib/remote-image/hosts.ts';
import type { RerankOptions } from '../../lib/rerank/rerank-client.ts';
import type { Settings } from '../../lib/settings.ts';
import type { CacheConfig } from './cache/caches.ts';
import type { LiveLimits } from './live/live.ts';
import type { SearchMiddleware } from './search/middleware.ts';

/** What the query service needs to start. */
export interface QueryConfig extends PartsConfig {
  host: string;
  /** 0: any free port. */
  port: number;
  apiKey?: string | undefined;
  /** What the gateway signs its requests by. */
  gatewaySecrets?: readonly string[] | undefined;
  /** The shared level of the cache; without it the memory of each process is the only one. */
  redisUrl?: string | undefined;
  cache: CacheConfig;
  live: LiveLimits;
  imageHosts: ImageHosts;
  /** Of the searches of graph indexes that are run again exactly, 0 to 1. */
  recallShare: number;
  rerank: RerankOptions & {
    /** It is asked whatever the language; otherwise for English only. */
    everyLanguage: boolean;
  };
  /** Absolute paths of modules whose default export is search middleware. */
  middlewareModules: readonly string[];
  /** More of it, after that of the modules. @default none */
  middleware?: readonly SearchMiddleware[] | undefined;
}

/** @throws SettingsError where the address of a part is missing */
export function queryConfig(settings: Settings): QueryConfig {
  const { host, queryPort: port, apiKey, redisUrl } = settings;
  const { cache, cacheEntries, cacheSeconds } = settings;
  const parts = partsConfig(settings);
  return {
    host,
    port,
    apiKey,
    gatewaySecrets: settings.gatewaySecrets,
    redisUrl,
    cache: {
      enabled: cache === 'on',
      semantic: cache === 'on' && settings.semanticCache === 'on',
      entries: cacheEntries,
      seconds: cacheSeconds,
    },
    imageHosts: settings.imageHosts,
    recallShare: settings.recallShare,
    live: { searches: settings.liveSearches, perCaller: settings.liveSearchesPerCaller },
    rerank: rerankConfig(settings, parts),
    middlewareModules: settings.searchMiddleware,
    ...parts,
  };
}

/** The embedding service reranks too, where no other server is named. */
function rerankConfig(
  { rerankUrl, rerankKey, rerankModel: model, rerankSeconds }: Settings,
  { embedding }: PartsConfig,
): QueryConfig['rerank'] {
  const place =
    rerankUrl === undefined
      ? { url: embedding.url, apiKey: embedding.apiKey }
      : { url: rerankUrl, apiKey: rerankKey };
  return { ...place, model, timeoutMs: 1_000 * rerankSeconds, everyLanguage: rerankUrl !== undefined };
}
