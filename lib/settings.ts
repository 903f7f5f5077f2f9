import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  address,
  choice,
  integer,
  isLoopback,
  key,
  tenantKeyList,
  text,
  url,
  urlList,
} from './setting-kinds.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Every setting: its environment variable, what it is for, how its text becomes a value, and its default. The same names
 * are flags: KITEGRAPH_PORT is --port, MILVUS_ADDRESS is --milvus-address.
 */
export const settingDefinitions = {
  host: {
    variable: 'KITEGRAPH_HOST',
    kind: text,
    fallback: '127.0.0.1',
    about: 'Address that the services listen on; any but loopback needs KITEGRAPH_API_KEY',
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
  tenantKeys: {
    variable: 'KITEGRAPH_TENANT_KEYS',
    kind: tenantKeyList,
    secret: true,
    fallback: '',
    about:
      'Keys that each open what belongs to one tenant: tenant=key, tenant=key; they need KITEGRAPH_API_KEY too',
  },
  subgraphs: {
    variable: 'KITEGRAPH_SUBGRAPHS',
    kind: urlList,
    secret: 'inside',
    fallback: '',
    about: 'Your own subgraphs, composed in: name=url, name=url',
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
    about: 'A PostgreSQL to use instead of the embedded one',
  },
  redisUrl: {
    variable: 'REDIS_URL',
    kind: url('redis:', 'rediss:'),
    secret: 'inside',
    about: 'A Redis as the shared level of the cache; without it each query service caches for itself',
  },
  embeddingUrl: {
    variable: 'EMBEDDING_URL',
    kind: url('http:', 'https:'),
    secret: 'inside',
    about:
      'An OpenAI-compatible embedding server to use instead of the embedded one (the part before /v1/embeddings)',
  },
  embeddingKey: { variable: 'EMBEDDING_API_KEY', kind: text, secret: true, about: 'Key of that server' },
  embeddingModel: { variable: 'EMBEDDING_MODEL', kind: text, about: 'Model to ask it for' },
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
    about: 'Threads of the embedded embedding service',
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
  batchDocuments: {
    variable: 'KITEGRAPH_BATCH_DOCUMENTS',
    kind: integer(1, 1_000),
    fallback: '100',
    about: 'Documents at which a batch is closed, where a collection sets nothing else',
  },
  batchSeconds: {
    variable: 'KITEGRAPH_BATCH_SECONDS',
    kind: integer(1, 60),
    fallback: '5',
    about: 'A batch takes as much text as is embedded in about so many seconds',
  },
  lingerSeconds: {
    variable: 'KITEGRAPH_LINGER_SECONDS',
    kind: integer(0, 300),
    fallback: '0',
    about:
      'How long a batch that is not full waits for more; 0: it is closed at once when nothing else waits',
  },
  batchesAtOnce: {
    variable: 'KITEGRAPH_BATCHES_AT_ONCE',
    kind: integer(1, 64),
    fallback: '1',
    about:
      'Batches (of different collections) that an index service lets be embedded at once, the most urgent first',
  },
  rebuildGraceSeconds: {
    variable: 'KITEGRAPH_REBUILD_GRACE_SECONDS',
    kind: integer(0, 86_400),
    fallback: '60',
    about:
      'How long the old index of a collection is kept after a rebuild, once every query service knows the new one',
  },
  jobDays: {
    variable: 'KITEGRAPH_JOB_DAYS',
    kind: integer(1, 3_650),
    fallback: '30',
    about: 'Days that indexing jobs can be looked up after they ended',
  },
  eventDays: {
    variable: 'KITEGRAPH_EVENT_DAYS',
    kind: integer(1, 365),
    fallback: '7',
    about: 'Days that the events of jobs and alerts can be asked for',
  },
  embeddingsKept: {
    variable: 'KITEGRAPH_EMBEDDINGS_KEPT',
    kind: integer(0, 1_000_000_000),
    fallback: '2000000',
    about: 'Embeddings that are kept, so that unchanged text is not embedded again; the least used go first',
  },
  verifyHours: {
    variable: 'KITEGRAPH_VERIFY_HOURS',
    kind: integer(0, 8_760),
    fallback: '24',
    about:
      'Hours after which the index of a collection is compared with its documents again, slowly; 0: never',
  },
  pendingDocuments: {
    variable: 'KITEGRAPH_MAX_PENDING',
    kind: integer(1, 1_000_000_000),
    fallback: '1000000',
    about: 'Documents that may wait to be indexed; beyond it, changes are refused with BACKPRESSURE',
  },
  maxDocuments: {
    variable: 'KITEGRAPH_MAX_DOCUMENTS',
    kind: integer(1, 10_000),
    fallback: '1000',
    about: 'Documents in a request',
  },
  maxRequestMegabytes: {
    variable: 'KITEGRAPH_MAX_REQUEST_MB',
    kind: integer(1, 256),
    fallback: '16',
    about: 'Megabytes of a request',
  },
  maxIdBytes: {
    variable: 'KITEGRAPH_MAX_ID_BYTES',
    kind: integer(1, 1_000),
    fallback: '255',
    about: "Bytes of a document's own id",
  },
  maxTitle: {
    variable: 'KITEGRAPH_MAX_TITLE',
    kind: integer(1, 10_000),
    fallback: '1000',
    about: 'Characters of a title',
  },
  maxContent: {
    variable: 'KITEGRAPH_MAX_CONTENT',
    kind: integer(1, 16_000_000),
    fallback: '1000000',
    about: 'Characters of a content',
  },
  maxMetadataKilobytes: {
    variable: 'KITEGRAPH_MAX_METADATA_KB',
    kind: integer(1, 64),
    fallback: '64',
    about: "Kilobytes of a document's metadata, as JSON",
  },
  maxMetadataDepth: {
    variable: 'KITEGRAPH_MAX_METADATA_DEPTH',
    kind: integer(1, 64),
    fallback: '16',
    about: "Levels that a document's metadata may nest",
  },
  maxFields: {
    variable: 'KITEGRAPH_MAX_FIELDS',
    kind: integer(1, 1_000),
    fallback: '64',
    about: 'Fields that a collection may declare',
  },
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
  logLevel: {
    variable: 'KITEGRAPH_LOG_LEVEL',
    kind: choice('debug', 'info', 'warn', 'error', 'silent'),
    fallback: 'warn',
    about: 'How much is logged, as JSON lines on standard error: debug, info, warn, error or silent',
  },
} satisfies Record<string, SettingDefinition>;

interface SettingDefinition {
  variable: string;
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own type; `Settings` below recovers it
  kind: { allowed: string; parse: (text: string) => any };
  fallback?: string;
  /** true: never shown. 'inside': shown without what stands before an @ in it. */
  secret?: boolean | 'inside';
  about: string;
}

type Definitions = typeof settingDefinitions;
type Value<D extends SettingDefinition> = ReturnType<D['kind']['parse']>;

/** All settings, parsed; those without a default are undefined where they are not given. */
export type Settings = {
  [Name in keyof Definitions]: Definitions[Name] extends { fallback: string }
    ? Value<Definitions[Name]>
    : Value<Definitions[Name]> | undefined;
};

/** Settings that cannot be used: one line a problem, each with the name, the value and what is allowed. */
export class SettingsError extends Error {}

/** KITEGRAPH_PORT → port, MILVUS_ADDRESS → milvus-address. */
export function flagOf(variable: string): string {
  return variable
    .replace(/^KITEGRAPH_/, '')
    .toLowerCase()
    .replaceAll('_', '-');
}

/**
 * Reads all settings from the environment and from flags; a flag wins.
 * @throws SettingsError for wrong values, unknown flags, and an address beyond loopback without a key
 */
export function readSettings(env: Record<string, string | undefined>, argv: string[]): Settings {
  const problems: string[] = [];
  const flags = readFlags(argv, problems);
  const settings: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries<SettingDefinition>(settingDefinitions)) {
    const given = flags[flagOf(definition.variable)] ?? (env[definition.variable] || undefined);
    const value = given ?? definition.fallback;
    if (value === undefined) continue;
    try {
      settings[name] = definition.kind.parse(value);
    } catch {
      const shown = definition.secret === true ? '(hidden)' : JSON.stringify(withoutCredentials(value));
      problems.push(`${definition.variable} is ${shown}, but must be ${definition.kind.allowed}.`);
    }
  }
  const read = settings as Settings;
  if (problems.length === 0 && !isLoopback(read.host) && read.apiKey === undefined) {
    problems.push(
      `KITEGRAPH_HOST is "${read.host}", which others can reach: set KITEGRAPH_API_KEY too, or use 127.0.0.1.`,
    );
  }
  if (problems.length === 0 && read.tenantKeys.length > 0 && read.apiKey === undefined) {
    problems.push('KITEGRAPH_TENANT_KEYS is given: set KITEGRAPH_API_KEY too, or everybody is an operator.');
  }
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  return { ...read, dataDir: resolve(root, read.dataDir), runtimeDir: resolve(root, read.runtimeDir) };
}

/** A value as an error may show it: without user and password. */
function withoutCredentials(value: string): string {
  return value
    .replace(/\/\/.*@/, '//(hidden)@')
    .replace(/^[^/]*@/, '(hidden)@')
    .replace(/((?:password|pwd|token|key)=)[^&\s]+/gi, '$1(hidden)');
}

/** Variables that look like settings and are none: most often mistyped. */
export function unknownVariables(env: Record<string, string | undefined>): string[] {
  const known = new Set(Object.values(settingDefinitions).map((definition) => definition.variable as string));
  // The command line's own.
  known.add('KITEGRAPH_URL');
  return Object.keys(env).filter((name) => name.startsWith('KITEGRAPH_') && !known.has(name));
}

/**
 * The settings, where those named are given: for a service that has no default for them.
 * @throws SettingsError, one line for each that is missing
 */
export function requireSettings<Name extends keyof Settings>(
  settings: Settings,
  ...names: Name[]
): Settings & { [N in Name]-?: NonNullable<Settings[N]> } {
  const missing = names
    .filter((name) => settings[name] === undefined)
    .map((name) => `${settingDefinitions[name].variable} is missing: ${settingDefinitions[name].about}.`);
  if (missing.length > 0) throw new SettingsError(missing.join('\n'));
  return settings as never;
}

function readFlags(argv: string[], problems: string[]): Record<string, string | undefined> {
  const names = Object.values(settingDefinitions).map((definition) => flagOf(definition.variable));
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: argv, options, allowPositionals: false }).values as Record<
      string,
      string | undefined
    >;
  } catch (error) {
    problems.push(
      `${(error as Error).message.split('. ')[0]}. Flags: ${names.map((name) => `--${name}`).join(' ')}`,
    );
    return {};
  }
}
