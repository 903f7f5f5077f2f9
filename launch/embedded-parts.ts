import { join } from 'node:path';
import { lockDataDir } from '../embedded/lock.ts';
import { startMilvusLite } from '../embedded/milvus-lite.ts';
import { startPostgres } from '../embedded/postgres.ts';
import type { Settings } from '../lib/settings.ts';

/** The stores that the services use: embedded ones, or those whose addresses the settings give. */
export interface Stores extends AsyncDisposable {
  databaseUrl: string;
  milvusAddress: string;
  /** The processes of the embedded stores, as they are now. */
  embedded: Partial<Record<'postgres' | 'milvus', { readonly pid: number }>>;
}

/** Starts the stores that the settings give no address for, side by side; all of them, or none. */
export async function startStores(settings: Settings): Promise<Stores> {
  await using started = new AsyncDisposableStack();
  if (!settings.databaseUrl || !settings.milvusAddress) started.use(await lockDataDir(settings.dataDir));
  const embedded: Stores['embedded'] = {};
  const postgres = async () => {
    if (settings.databaseUrl) return settings.databaseUrl;
    const server = started.use(await startPostgres({ dataDir: settings.dataDir }));
    embedded.postgres = server;
    return server.url;
  };
  const milvus = async () => {
    if (settings.milvusAddress) return settings.milvusAddress;
    const venv = join(settings.runtimeDir, 'venv');
    const server = started.use(await startMilvusLite({ venv, dataDir: settings.dataDir }));
    embedded.milvus = server;
    return server.address;
  };
  const [databaseUrl, milvusAddress] = await settledAll([postgres(), milvus()]);
  const keep = started.move();
  return { databaseUrl, milvusAddress, embedded, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}

/** Like Promise.all, but waits for every one before it throws: what started late can then be stopped too. */
async function settledAll<A, B>(work: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
