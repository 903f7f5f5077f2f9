import type { Caller } from '../../lib/caller.ts';
import type { Database } from '../../lib/database/database.ts';
import type { EmbeddingClient } from '../../lib/embedding-client.ts';
import type { VectorStore } from '../../lib/milvus/vector-store.ts';
import type { FetchImages } from '../../lib/remote-image/fetch-images.ts';
import type { BatchingSettings } from './collections/batching.ts';
import { type Scope, scopeOf } from './documents/scope.ts';
import type { Limits } from './limits.ts';
import { type Loaders, makeLoaders } from './loaders.ts';
import type { Registry } from './models/registry.ts';

/** What the service works with, whoever asks. */
export interface ContextParts {
  db: Database;
  store: VectorStore;
  embedding: EmbeddingClient;
  models: Registry;
  limits: Limits;
  /** Fetches images that are given by an address. */
  fetchImages: FetchImages;
  /** The deployment's, for collections that set none. */
  batching: BatchingSettings;
  /** Passages up to which an index of the kind AUTO compares every vector. */
  exactUpTo: number;
}

/** What the resolvers of one request work with. */
export interface Context extends ContextParts {
  caller: Caller;
  scope: Scope;
  load: Loaders;
}

export function makeContext(parts: ContextParts, caller: Caller): Context {
  const scope = scopeOf(caller, parts);
  return { ...parts, caller, scope, load: makeLoaders(parts.db, parts.store, scope) };
}
