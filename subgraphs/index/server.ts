import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Database, database } from '../../lib/database/database.ts';
import { migrateWhenThere } from '../../lib/database/migrate.ts';
import { embeddingClient } from '../../lib/embedding-client.ts';
import { logger } from '../../lib/log.ts';
import { serviceRegistry } from '../../lib/metrics.ts';
import { vectorStore } from '../../lib/milvus/vector-store.ts';
import { imageFetcher } from '../../lib/remote-image/fetch-images.ts';
import type { Service } from '../../lib/service.ts';
import { startSubgraph } from '../../lib/subgraph.ts';
import type { IndexConfig } from './config.ts';
import { makeContext } from './context.ts';
import { startHousekeeping } from './housekeeping/housekeeping.ts';
import { startExpiry } from './maintenance/expire.ts';
import { indexMetrics } from './metrics.ts';
import { modelRegistry } from './models/registry.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { startWork } from './work/runner.ts';
import { turnstiles } from './work/turnstile.ts';

/** Each view in work holds a connection, and uses another now and then; the rest is for requests. */
const POOL_SIZE = 16;

/**
 * The index service: takes documents in and brings them into the index. It starts, and comes up by itself, whatever part is
 * away.
 */
export async function startIndex(config: IndexConfig): Promise<Service> {
  await using started = new AsyncDisposableStack();
  const db = started.use(database({ url: config.databaseUrl, poolSize: POOL_SIZE }));
  const store = started.use(
    vectorStore({
      address: config.milvusAddress,
      ...(config.milvusToken !== undefined && { token: config.milvusToken }),
    }),
  );
  const embedding = started.use(embeddingClient(config.embedding));
  const registry = serviceRegistry('index');
  const metrics = indexMetrics(registry, db, store);
  const { limits, batching, exactUpTo } = config;
  const log = logger('index');
  const models = modelRegistry({ db, embedding, log });
  const parts = { db, store, embedding, batching, exactUpTo };
  const context = { ...parts, limits, models, fetchImages: imageFetcher(config.imageHosts) };
  const service = await startSubgraph({
    name: 'index',
    host: config.host,
    port: config.port,
    apiKey: config.apiKey,
    gatewaySecrets: config.gatewaySecrets,
    resolvers: { ...resolvers },
    registry,
    context: (caller) => makeContext(context, caller),
    parts: {
      postgresql: () => db.health(),
      milvus: () => store.health(),
      embedding: () => embedding.health(),
    },
  });
  started.use(service);
  const working = { ...parts, metrics, log, turnstiles: turnstiles(config.batchesAtOnce) };
  started.use(
    await whenThere(db, log, async (stack) => {
      stack.use(startHousekeeping({ databaseUrl: config.databaseUrl, db, log, config: config.housekeeping }));
      stack.use(models.follow());
      stack.use(startExpiry({ db, log }));
      stack.use(await startWork(working, config));
    }),
  );
  const all = started.move();
  return { url: service.url, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** How long a start waits for PostgreSQL, in milliseconds, before it goes on without it. */
const WAIT_MS = 5_000;

/**
 * Starts what works on PostgreSQL as soon as that is there and migrated: in most cases at once.
 * @throws where a migration itself fails, if that shows within a few seconds
 */
async function whenThere(
  db: Database,
  log: Logger,
  start: (stack: AsyncDisposableStack) => Promise<void>,
): Promise<AsyncDisposable> {
  const ending = new AbortController();
  const stack = new AsyncDisposableStack();
  const coming = migrateWhenThere(db, ending.signal).then(() =>
    ending.signal.aborted ? undefined : start(stack),
  );
  coming.catch((error) => log.error({ err: error }, 'indexing cannot start'));
  const late = new AbortController();
  await Promise.race([coming, delay(WAIT_MS, undefined, { signal: late.signal }).catch(() => undefined)]);
  late.abort();
  return {
    async [Symbol.asyncDispose]() {
      ending.abort();
      await coming.catch(() => undefined);
      await stack.disposeAsync();
    },
  };
}
