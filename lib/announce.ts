import { networkInterfaces } from 'node:os';
import type { Logger } from 'pino';
import { request } from 'undici';
import { logger } from './log.ts';
import type { Service } from './service.ts';
import { type Settings, SettingsError } from './settings.ts';
import type { OwnSubgraph } from './supergraph.ts';

/** A gateway forgets who was silent for this long. */
const LEASE_SECONDS = 10;
/** Often: a gateway that was started anew knows nobody. */
const EVERY_MS = 2_000;
const WITHIN_MS = 1_000;

export interface Announcement {
  subgraph: OwnSubgraph;
  /** Addresses of gateways, without a path. */
  to: readonly string[];
  /** Opens /instances there. */
  key: string;
  /** Where they reach this service, without a path. */
  as: string;
}

/**
 * Starts a service that tells gateways of itself, where the settings name some: at once, again and again, and, before it
 * ends, that it goes, so that no request is on its way when it does not listen any more.
 * @throws SettingsError where the key is missing
 */
export async function announced(
  subgraph: OwnSubgraph,
  settings: Settings,
  start: () => Promise<Service>,
): Promise<Service> {
  const { announceTo: to, announceAs, registrationKey: key } = settings;
  if (to.length === 0) return start();
  if (key === undefined)
    throw new SettingsError('KITEGRAPH_ANNOUNCE_TO is given: set KITEGRAPH_REGISTRATION_KEY too.');
  const service = await start();
  const as = announceAs ?? reachable(service.url, settings.host);
  const ending = await announce({ subgraph, to, key, as }, logger(subgraph));
  return {
    url: service.url,
    async [Symbol.asyncDispose]() {
      await ending[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

/** Announces until it is disposed of, which withdraws. Gateways that are away are told when they are back. */
export async function announce(
  { subgraph, to, key, as }: Announcement,
  log: Logger,
): Promise<AsyncDisposable> {
  const away = new Set<string>();

  async function tell(gateway: string, method: 'PUT' | 'DELETE') {
    try {
      const { statusCode, body } = await request(`${gateway}/instances`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ subgraph, url: as, leaseSeconds: LEASE_SECONDS }),
        signal: AbortSignal.timeout(WITHIN_MS),
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`);
      away.delete(gateway);
    } catch (error) {
      // Said once, not every two seconds.
      if (!away.has(gateway))
        log.warn({ gateway, why: (error as Error).message }, 'a gateway is not told of this service');
      away.add(gateway);
    }
  }
  const all = (method: 'PUT' | 'DELETE') => Promise.all(to.map((gateway) => tell(gateway, method)));

  let telling = all('PUT');
  await telling;
  const timer = setInterval(() => {
    telling = all('PUT');
  }, EVERY_MS);
  timer.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      // An announcement that is still under way must not come after the end.
      await telling;
      await all('DELETE');
    },
  };
}

/** Of a service that listens on every address: one that other machines can reach. */
function reachable(url: string, host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return url;
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  if (!outside) return url;
  const { protocol, port } = new URL(url);
  return `${protocol}//${outside.address}:${port}`;
}
