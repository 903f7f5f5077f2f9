import { redisConnection } from '../../../lib/cache/redis.ts';
import type { Database } from '../../../lib/database/database.ts';
import { embeddingClient } from '../../../lib/embedding-client.ts';
import { type Checks, checkPart } from '../../../lib/health.ts';
import { vectorStore } from '../../../lib/milvus/vector-store.ts';
import type { OpsConfig } from '../config.ts';
import { serviceHealth } from './service.ts';

/** A check of every part of the system; the connections that they need end with `scope`. */
export function partChecks(config: OpsConfig, db: Database, scope: AsyncDisposableStack): Checks {
  const { services, redisUrl } = config;
  const milvus = scope.use(vectorStore({ address: config.milvusAddress, token: config.milvusToken }));
  const embedding = scope.use(embeddingClient(config.embedding));
  const redis = redisUrl === undefined ? undefined : scope.use(redisConnection({ url: redisUrl }));
  const { gateway } = services;
  return {
    ...(gateway !== undefined && { gateway: () => serviceHealth('gateway', gateway) }),
    'subgraph:query': () => serviceHealth('subgraph:query', services.query),
    'subgraph:index': () => serviceHealth('subgraph:index', services.index),
    'subgraph:ops': () => checkPart('subgraph:ops', async () => 'answers'),
    postgresql: () => db.health(),
    milvus: () => milvus.health(),
    embedding: () => embedding.health(),
    ...(redis && { redis: () => redis.health() }),
  };
}
