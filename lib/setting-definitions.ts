import { indexSettingDefinitions } from './index-setting-definitions.ts';
import {
  address,
  addressList,
  choice,
  fileOrUrl,
  folderList,
  imageHostList,
  integer,
  key,
  moduleList,
  scopedKeyList,
  secretList,
  share,
  tenantKeyList,
  text,
  url,
  urlList,
} from './setting-kinds.ts';

export interface SettingDefinition {
  variable: string;
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own type; `Settings` recovers it
  kind: { allowed: string; parse: (text: string) => any; format?: (value: any) => string };
  fallback?: string;
  /** true: never shown. 'inside': shown without what stands before an @ in it. */
  secret?: boolean | 'inside';
  about: string;
}

/**
 * Every setting: its environment variable, what it is for, how its text becomes a value, and its default. The same names
 * are flags: KITEGRAPH_PORT is --port, MILVUS_ADDRESS is --milvus-address.
 */
export const settingDefinitions = {
  host: {
    variable: 'KITEGRAPH_HOST',
    kind: text,
    fallback: '127.0.0.1',
    about:
      'Address that the services listen on; any but loopback needs KITEGRAPH_API_KEY (or access.jwt in the gateway’s file) and KITEGRAPH_GATEWAY_SECRET',
  },
  port: {
    variable: 'KITEGRAPH_PORT',
    kind: integer(0, 65535),
    fallback: '4000',
    about: 'Port of the gateway',
  },
  dataDir: {
    variable: 'KITEGRAPH_DATA_DIR',
    kind: text,
    fallback: '.kitegraph',
    about: 'Where the embedded PostgreSQL and Milvus keep their data',
  },
  runtimeDir: {
    variable: 'KITEGRAPH_RUNTIME_DIR',
    kind: text,
    fallback: '.kitegraph/runtime',
    about: 'Where set-up puts the Python environment, the models and the GraphiQL bundle',
  },
  apiKey: {
    variable: 'KITEGRAPH_API_KEY',
    kind: key,
    secret: true,
    about: 'The key that clients must send, as "Authorization: Bearer <key>"; at least 16 characters',
  },
  gatewaySecrets: {
    variable: 'KITEGRAPH_GATEWAY_SECRET',
    kind: secretList,
    secret: true,
    about:
      'What the gateway proves itself to subgraphs by, the same in every process: 32 or more random characters; the old one may stand behind a comma while it is replaced. npm start makes one itself',
  },
  tenantKeys: {
    variable: 'KITEGRAPH_TENANT_KEYS',
    kind: tenantKeyList,
    secret: true,
    fallback: '',
    about:
      'Keys that each open what belongs to one tenant: tenant=key, tenant=key; they need KITEGRAPH_API_KEY too',
  },
  scopedKeys: {
    variable: 'KITEGRAPH_SCOPED_KEYS',
    kind: scopedKeyList,
    secret: true,
    fallback: '',
    about:
      'Keys that read what demands no scope or one of theirs: scope+scope=key, tenant:scope=key; they need KITEGRAPH_API_KEY too',
  },
  subgraphs: {
    variable: 'KITEGRAPH_SUBGRAPHS',
    kind: urlList,
    secret: 'inside',
    fallback: '',
    about: 'Your own subgraphs, composed in: name=url, name=url',
  },
  supergraph: {
    variable: 'KITEGRAPH_SUPERGRAPH',
    kind: fileOrUrl,
    secret: 'inside',
    about: 'A supergraph that the gateway serves instead of the product’s own: a file, or an http(s) URL',
  },
  gatewayFile: {
    variable: 'KITEGRAPH_GATEWAY_CONFIG',
    kind: text,
    about: 'A YAML file with more settings of the gateway, such as how requests go to subgraphs',
  },
  registrationKey: {
    variable: 'KITEGRAPH_REGISTRATION_KEY',
    kind: key,
    secret: true,
    about:
      'With it instances of subgraphs announce themselves at /instances of the gateway; at least 16 characters',
  },
  announceTo: {
    variable: 'KITEGRAPH_ANNOUNCE_TO',
    kind: addressList,
    fallback: '',
    about:
      'Gateways that the query, index and ops services announce themselves to, by KITEGRAPH_REGISTRATION_KEY: url, url',
  },
  announceAs: {
    variable: 'KITEGRAPH_ANNOUNCE_AS',
    kind: url('http:', 'https:'),
    about:
      'Where those gateways reach the service, without a path; where not given, the address it listens on',
  },
  production: {
    variable: 'KITEGRAPH_PRODUCTION',
    kind: choice('auto', 'on', 'off'),
    fallback: 'auto',
    about:
      'on: the gateway tells little about itself (no introspection, suggestions or GraphiQL); auto: where NODE_ENV is production',
  },
  processes: {
    variable: 'KITEGRAPH_PROCESSES',
    kind: choice('one', 'each'),
    fallback: 'one',
    about: 'npm start runs all services in one process, or each in its own',
  },
  milvusAddress: {
    variable: 'MILVUS_ADDRESS',
    kind: address,
    about: 'A Milvus to use (host:port, or https://…) instead of the embedded one',
  },
  milvusToken: {
    variable: 'MILVUS_TOKEN',
    kind: text,
    secret: true,
    about: 'Token, or user:password, of that Milvus',
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    kind: url('postgres:', 'postgresql:'),
    secret: 'inside',
    about: 'A PostgreSQL to use instead of the embedded one: a database in UTF-8 that its role owns',
  },
  redisUrl: {
    variable: 'REDIS_URL',
    kind: url('redis:', 'rediss:'),
    secret: 'inside',
    about: 'A Redis as the shared level of the cache; without it each query service caches for itself',
  },
  cache: {
    variable: 'KITEGRAPH_CACHE',
    kind: choice('on', 'off'),
    fallback: 'on',
    about: 'off: each search is computed anew, and only the lists that pages are cut from are kept',
  },
  cacheEntries: {
    variable: 'KITEGRAPH_CACHE_ENTRIES',
    kind: integer(1, 10_000_000),
    fallback: '1000',
    about: 'Answers, and embeddings of queries, that each query service keeps in its memory',
  },
  cacheSeconds: {
    variable: 'KITEGRAPH_CACHE_SECONDS',
    kind: integer(1, 86_400),
    fallback: '300',
    about: 'How long an answer is kept at most; what is indexed meanwhile makes it unreachable at once',
  },
  semanticCache: {
    variable: 'KITEGRAPH_SEMANTIC_CACHE',
    kind: choice('on', 'off'),
    fallback: 'off',
    about:
      'on: a search by a vector that is nearly that of an earlier one shares what that found, where it can be shown to be the same',
  },
  recallShare: {
    variable: 'KITEGRAPH_RECALL_SHARE',
    kind: share,
    fallback: '0.01',
    about:
      'Share of the searches of graph indexes that are run again exactly, in the background, to measure their recall; 0: none',
  },
  liveSearches: {
    variable: 'KITEGRAPH_LIVE_SEARCHES',
    kind: integer(0, 1_000_000),
    fallback: '5000',
    about: 'Different standing searches that a query service keeps up to date',
  },
  liveSearchesPerCaller: {
    variable: 'KITEGRAPH_LIVE_SEARCHES_PER_CALLER',
    kind: integer(0, 1_000_000),
    fallback: '2000',
    about: 'Subscriptions to standing searches that one caller may have open at a query service',
  },
  embeddingUrl: {
    variable: 'EMBEDDING_URL',
    kind: url('http:', 'https:'),
    secret: 'inside',
    about:
      'An OpenAI-compatible embedding server to use instead of the embedded one (the part before /v1/embeddings)',
  },
  embeddingKey: { variable: 'EMBEDDING_API_KEY', kind: text, secret: true, about: 'Key of that server' },
  embeddingModel: {
    variable: 'EMBEDDING_MODEL',
    kind: text,
    about:
      'Model to ask it for; with the embedded one, the default of new collections (multilingual-e5-small)',
  },
  embeddingDimensions: {
    variable: 'EMBEDDING_DIMENSIONS',
    kind: integer(1, 32768),
    about: 'Dimensions of its vectors; asked from the server where not given',
  },
  embeddingQueryPrefix: {
    variable: 'EMBEDDING_QUERY_PREFIX',
    kind: text,
    about: 'Put before each query that it embeds',
  },
  embeddingPassagePrefix: {
    variable: 'EMBEDDING_PASSAGE_PREFIX',
    kind: text,
    about: 'Put before each passage that it embeds',
  },
  embeddingThreads: {
    variable: 'KITEGRAPH_EMBEDDING_THREADS',
    kind: integer(1, 64),
    fallback: '1',
    about: 'Threads of each model of the embedded embedding service',
  },
  loadedModels: {
    variable: 'KITEGRAPH_LOADED_MODELS',
    kind: integer(1, 100),
    fallback: '3',
    about: 'Models that the embedded embedding service keeps in memory; others are loaded when they are used',
  },
  modelFolders: {
    variable: 'KITEGRAPH_MODEL_FOLDERS',
    kind: folderList,
    fallback: '',
    about:
      'Folders in which registerModel may name a folder, separated by commas, beside models/ in KITEGRAPH_DATA_DIR',
  },
  rerankUrl: {
    variable: 'KITEGRAPH_RERANK_URL',
    kind: url('http:', 'https:'),
    secret: 'inside',
    about:
      'A rerank server to use instead of the embedding service: its address, or the whole URL of its route, as of Cohere, Jina, vLLM or Text Embeddings Inference',
  },
  rerankKey: {
    variable: 'KITEGRAPH_RERANK_API_KEY',
    kind: text,
    secret: true,
    about: 'Key of that server',
  },
  rerankModel: {
    variable: 'KITEGRAPH_RERANK_MODEL',
    kind: text,
    about: 'Rerank model to ask for; with the embedded one, ms-marco-MiniLM-L-12-v2 where not given',
  },
  rerankSeconds: {
    variable: 'KITEGRAPH_RERANK_SECONDS',
    kind: integer(1, 60),
    fallback: '10',
    about: 'How long a search waits to be reranked before it answers in its first order',
  },
  imageModel: {
    variable: 'KITEGRAPH_IMAGE_MODEL',
    kind: text,
    fallback: 'efficientnet-lite0',
    about:
      'Image model of the embedding service: a folder in image-models/ of KITEGRAPH_RUNTIME_DIR or KITEGRAPH_DATA_DIR, such as an ONNX export of CLIP',
  },
  imageHosts: {
    variable: 'KITEGRAPH_IMAGE_HOSTS',
    kind: imageHostList,
    fallback: '',
    about:
      'Hosts that images are fetched from where a request gives their address: public for all of the internet but no inner network, or names whatever they stand for, such as pictures.example, 10.0.0.7:8080; none where empty',
  },
  searchMiddleware: {
    variable: 'KITEGRAPH_SEARCH_MIDDLEWARE',
    kind: moduleList,
    fallback: '',
    about:
      'Modules whose default export changes searches, separated by commas: paths, from the root of Kitegraph or absolute',
  },
  plugins: {
    variable: 'KITEGRAPH_PLUGINS',
    kind: text,
    about:
      'A folder of modules whose default exports change what goes through the gateway: a path, from the root of Kitegraph or absolute',
  },
  slowOperationMs: {
    variable: 'KITEGRAPH_SLOW_OPERATION_MS',
    kind: integer(0, 600_000),
    about:
      'Milliseconds from which on the gateway logs an operation with its plan and the times of its subgraphs; none where not given',
  },
  queryUrl: {
    variable: 'KITEGRAPH_QUERY_URL',
    kind: url('http:', 'https:'),
    fallback: 'http://127.0.0.1:4001',
    about: 'Where the query service answers, when each service is a process of its own',
  },
  indexUrl: {
    variable: 'KITEGRAPH_INDEX_URL',
    kind: url('http:', 'https:'),
    fallback: 'http://127.0.0.1:4002',
    about: 'Where the index service answers',
  },
  opsUrl: {
    variable: 'KITEGRAPH_OPS_URL',
    kind: url('http:', 'https:'),
    fallback: 'http://127.0.0.1:4003',
    about: 'Where the ops service answers',
  },
  gatewayUrl: {
    variable: 'KITEGRAPH_GATEWAY_URL',
    kind: url('http:', 'https:'),
    fallback: 'http://127.0.0.1:4000',
    about: 'Where the gateway answers (the ops service reads its metrics)',
  },
  queryPort: {
    variable: 'KITEGRAPH_QUERY_PORT',
    kind: integer(0, 65535),
    fallback: '4001',
    about: 'Port of the query service',
  },
  indexPort: {
    variable: 'KITEGRAPH_INDEX_PORT',
    kind: integer(0, 65535),
    fallback: '4002',
    about: 'Port of the index service',
  },
  opsPort: {
    variable: 'KITEGRAPH_OPS_PORT',
    kind: integer(0, 65535),
    fallback: '4003',
    about: 'Port of the ops service',
  },
  embeddingPort: {
    variable: 'KITEGRAPH_EMBEDDING_PORT',
    kind: integer(0, 65535),
    fallback: '4004',
    about: 'Port of the embedding service',
  },
  ...indexSettingDefinitions,
  scrapeMs: {
    variable: 'KITEGRAPH_SCRAPE_INTERVAL',
    kind: integer(100, 60_000),
    fallback: '1000',
    about:
      'Milliseconds between two readings of the live metrics, after each of which alert rules are evaluated',
  },
  windowSeconds: {
    variable: 'KITEGRAPH_METRICS_WINDOW',
    kind: integer(1, 3_600),
    fallback: '60',
    about: 'Seconds that the live metrics look back',
  },
  auditDays: {
    variable: 'KITEGRAPH_AUDIT_DAYS',
    kind: integer(1, 3_650),
    fallback: '90',
    about: 'Days that the audit log of operators’ mutations can be asked for',
  },
  logLevel: {
    variable: 'KITEGRAPH_LOG_LEVEL',
    kind: choice('debug', 'info', 'warn', 'error', 'silent'),
    fallback: 'warn',
    about:
      'How much is logged on standard error, in a terminal to read and elsewhere as JSON lines: debug, info, warn, error or silent',
  },
} satisfies Record<string, SettingDefinition>;

export type SettingName = keyof typeof settingDefinitions;
