import type { Logger } from 'pino';
import type { Database } from '../../../lib/database/database.ts';
import type { EmbeddingClient } from '../../../lib/embedding-client.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import type { BatchingSettings } from '../collections/batching.ts';
import type { IndexMetrics } from '../metrics.ts';
import type { Turnstile } from './turnstile.ts';

/** What a worker works with. */
export interface WorkParts {
  db: Database;
  store: VectorStore;
  embedding: EmbeddingClient;
  /** The deployment's batching, for collections that set none. */
  batching: BatchingSettings;
  /** Passages up to which an index of the kind AUTO compares every vector. */
  exactUpTo: number;
  /** Lets the most urgent batch be embedded first, at each server of embedding models. */
  turnstiles: (server: string) => Turnstile;
  metrics: IndexMetrics;
  log: Logger;
}
