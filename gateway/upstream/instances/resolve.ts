import { lookup, resolveSrv } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { TrafficSettings } from '../settings.ts';
import type { Address } from './address.ts';

/** What answers for names. */
export interface Names {
  /** All addresses of a host, as the system knows them. */
  addresses(host: string): Promise<readonly { address: string; family: number }[]>;
  srv(name: string): Promise<readonly { name: string; port: number; priority: number; weight: number }[]>;
}

const system: Names = {
  addresses: (host) => lookup(host, { all: true, order: 'verbatim' }),
  srv: resolveSrv,
};

interface Named {
  url: string;
  weight?: number | undefined;
}

/**
 * Each address that the hosts of these URLs stand for. What needs no looking up is there at once.
 * @throws Error where no host can be found
 */
export function resolved(
  given: readonly (string | Named)[],
  dns: TrafficSettings['dns'],
  names: Names = system,
): Promise<readonly Address[]> | readonly Address[] {
  const urls = given.map((one) => (typeof one === 'string' ? { url: one } : one));
  if (dns === 'off' || urls.every(({ url }) => isAddress(hostOf(url)))) return urls;
  return Promise.allSettled(
    urls.map(async (one) => {
      const host = hostOf(one.url);
      if (isAddress(host)) return [one];
      const found = await names.addresses(host);
      return wanted(found, dns.addresses).map((ip): Address => ({ ...one, ip }));
    }),
  ).then((all) => {
    const found = all.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    const failed = all.find((one) => one.status === 'rejected');
    if (found.length === 0 && failed) throw failed.reason;
    return found;
  });
}

/**
 * The servers that an SRV record names: those that are preferred (of the lowest priority), with their weights.
 * @param like the URL whose scheme and path they have
 */
export async function servers(srv: string, like: string, names: Names = system): Promise<Named[]> {
  const records = await names.srv(srv);
  const preferred = Math.min(...records.map(({ priority }) => priority));
  const { protocol, pathname, search } = new URL(like);
  return records
    .filter(({ priority }) => priority === preferred)
    .map(({ name, port, weight }) => ({
      url: `${protocol}//${name.replace(/\.$/, '')}:${port}${pathname}${search}`,
      // 0 stands for hardly any, not for none (RFC 2782).
      weight: Math.max(weight, 0.1),
    }));
}

function wanted(
  found: readonly { address: string; family: number }[],
  which: Exclude<TrafficSettings['dns'], 'off'>['addresses'],
): string[] {
  const four = found.filter(({ family }) => family === 4);
  const six = found.filter(({ family }) => family === 6);
  const chosen =
    which === 'any' ? found : which === 'ipv4' ? four : which === 'ipv6' || four.length === 0 ? six : four;
  return [...new Set(chosen.map(({ address }) => address))];
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/** localhost is one machine, however many addresses it has. */
function isAddress(host: string): boolean {
  return isIP(host) !== 0 || host === 'localhost' || host.endsWith('.localhost');
}
