import type { Database } from '../../lib/database/database.ts';
import type { EmbeddingClient } from '../../lib/embedding-client.ts';
import type { VectorStore } from '../../lib/milvus/vector-store.ts';
import { type Loaders, makeLoaders } from './loaders.ts';

/** What the resolvers of one request work with. */
export interface Context {
  db: Database;
  embedding: EmbeddingClient;
  load: Loaders;
}

export function makeContext(parts: {
  db: Database;
  store: VectorStore;
  embedding: EmbeddingClient;
}): Context {
  return { db: parts.db, embedding: parts.embedding, load: makeLoaders(parts.db, parts.store) };
}
