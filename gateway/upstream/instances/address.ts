import { isIP, type LookupFunction } from 'node:net';

/** Where one instance of a subgraph answers. */
export interface Address {
  /** Of its GraphQL endpoint. */
  url: string;
  /** The one of its host's IP addresses that is meant; undefined: whichever its name stands for when it is connected to. */
  ip?: string | undefined;
  /** Its share beside the others. @default 1 */
  weight?: number | undefined;
}

/** What tells two addresses apart. */
export function keyOf({ url, ip }: Address): string {
  return ip === undefined ? url : `${url} ${ip}`;
}

/** For operators. */
export function shown({ url, ip }: Address): string {
  const { origin } = new URL(url);
  return ip === undefined ? origin : `${origin} at ${ip}`;
}

/** A name's lookup that always finds the address that is meant: what else goes by the name (TLS, Host) stays the name's. */
export function lookupOf({ ip }: Address): LookupFunction | undefined {
  if (ip === undefined) return undefined;
  const family = isIP(ip);
  return (_host, options, found) =>
    options.all ? found(null, [{ address: ip, family }]) : found(null, ip, family);
}
