import { randomBytes } from 'node:crypto';
import { freePort } from '../embedded/port.ts';
import { urlOf } from '../lib/http.ts';
import type { Service } from '../lib/service.ts';
import type { Settings } from '../lib/settings.ts';
import { type Stores, startStores } from './embedded-parts.ts';
import { inOneProcess } from './in-one-process.ts';
import { inProcessesOfTheirOwn } from './in-processes.ts';

export type ServiceName = 'embedding' | 'index' | 'query' | 'ops' | 'gateway';

/** Everything, running: the stores and the services. Disposing it drains and stops all, in the reverse order. */
export interface Stack extends AsyncDisposable {
  /** Where clients go: the gateway, without the path. */
  url: string;
  services: Partial<Record<ServiceName, Service>>;
  stores: Stores;
}

/**
 * Starts the stores and all services. With `processes: 'one'` the services share this process and only the gateway has a
 * port from the settings; with 'each' every service is a process of its own, at its own port. Port 0 is any free one.
 */
export async function startStack(given: Settings): Promise<Stack> {
  const start = given.processes === 'one' ? inOneProcess : inProcessesOfTheirOwn;
  await using started = new AsyncDisposableStack();
  const settings = await withFreePorts(given);
  settings.gatewayUrl = urlOf(settings.host, settings.port);
  // What starts here together needs no secret of anybody's; where the gateway is open to all, so are the services behind it.
  if (settings.apiKey !== undefined || settings.gatewayFile !== undefined)
    settings.gatewaySecrets ??= [randomBytes(32).toString('base64url')];
  const stores = started.use(await startStores(settings));
  Object.assign(settings, { databaseUrl: stores.databaseUrl, milvusAddress: stores.milvusAddress });

  const services: Stack['services'] = {};
  const add = async (name: ServiceName) => {
    const service = started.use(await start(name, settings));
    services[name] = service;
    return service;
  };
  if (!settings.embeddingUrl) {
    const embedding = await add('embedding');
    Object.assign(settings, { embeddingUrl: embedding.url, embeddingKey: settings.apiKey });
  }
  settings.indexUrl = (await add('index')).url;
  settings.queryUrl = (await add('query')).url;
  settings.opsUrl = (await add('ops')).url;
  const gateway = await add('gateway');
  const keep = started.move();
  return { url: gateway.url, services, stores, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}

/** Settings with every port 0 replaced by a free one: a service that is started again must come back at its port. */
async function withFreePorts(given: Settings): Promise<Settings> {
  const settings = { ...given };
  for (const name of ['port', 'queryPort', 'indexPort', 'opsPort', 'embeddingPort'] as const) {
    settings[name] ||= await freePort();
  }
  return settings;
}
