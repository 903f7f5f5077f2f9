import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { isPublic } from './public-address.ts';

/** The host leads to where nothing is fetched from. */
export class NotPublic extends Error {
  constructor() {
    super('its host is not a public one');
    this.name = 'NotPublic';
  }
}

/** As `dns.lookup` with all addresses. */
export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const CONNECT_MS = 5_000;

/**
 * Connects to public addresses only. What a name stands for is looked up once and connected to as it was looked at, so that no
 * other answer can come in between; the address of the connection itself is looked at once more.
 * @param resolve for tests
 */
export function publicConnector(resolve: Resolve = systemLookup): buildConnector.connector {
  const connect = buildConnector({
    timeout: CONNECT_MS,
    lookup(host, options, callback) {
      resolve(host, { ...options, all: true }, (error, addresses) => {
        const [first] = addresses ?? [];
        if (error || !first) return callback(error ?? new NotPublic(), '', 4);
        if (!addresses.every(({ address }) => isPublic(address))) return callback(new NotPublic(), '', 4);
        if (options.all) (callback as unknown as Parameters<Resolve>[2])(null, addresses);
        else callback(null, first.address, first.family);
      });
    },
  });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // An address is connected to without being looked up.
    if (isIP(host) && !isPublic(host)) return callback(new NotPublic(), null);
    connect(options, (error, socket) => {
      if (error) return callback(error, null);
      if (isPublic(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      callback(new NotPublic(), null);
    });
  };
}
