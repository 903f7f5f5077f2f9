import { database } from '../../lib/database/database.ts';
import { migrate } from '../../lib/database/migrate.ts';
import { embeddingClient } from '../../lib/embedding-client.ts';
import { logger } from '../../lib/log.ts';
import { serviceRegistry } from '../../lib/metrics.ts';
import { vectorStore } from '../../lib/milvus/vector-store.ts';
import type { Service } from '../../lib/service.ts';
import { startSubgraph } from '../../lib/subgraph.ts';
import type { IndexConfig } from './config.ts';
import { makeContext } from './context.ts';
import { startHousekeeping } from './housekeeping/housekeeping.ts';
import { startExpiry } from './maintenance/expire.ts';
import { indexMetrics } from './metrics.ts';
import { modelsOf } from './models/registry.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { startWork } from './work/runner.ts';
import { turnstile } from './work/turnstile.ts';

/** Each view in work holds a connection, and uses another now and then; the rest is for requests. */
const POOL_SIZE = 16;

/**
 * The index service: takes documents in and brings them into the index. It needs PostgreSQL to start; Milvus and the
 * embedding service may come later.
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
  await migrate(db);
  const registry = serviceRegistry('index');
  const metrics = indexMetrics(registry, db, store);
  const { limits, batching } = config;
  const parts = { db, store, embedding, batching };
  const context = { db, store, limits, batching, models: modelsOf(embedding) };
  const service = await startSubgraph({
    name: 'index',
    host: config.host,
    port: config.port,
    apiKey: config.apiKey,
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
  const log = logger('index');
  started.use(startHousekeeping({ databaseUrl: config.databaseUrl, db, log, config: config.housekeeping }));
  started.use(startExpiry({ db, log }));
  const working = { ...parts, metrics, log, turnstile: turnstile(config.batchesAtOnce) };
  started.use(await startWork(working, config));
  const all = started.move();
  return { url: service.url, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
