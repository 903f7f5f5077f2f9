import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddress from 'proxy-addr';
import { z } from 'zod';
import { integer, section } from '../configuration/kinds.ts';
import { remembered } from './remembered.ts';

/** The section `network` of the gateway's file: what stands between clients and the gateway. */
export const networkSection = section({
  /** Addresses of proxies whose X-Forwarded-For is believed: 10.0.0.0/8, ::1, loopback, … @default none */
  proxies: z
    .array(z.string('must be an address'), 'must be a list of addresses')
    .refine(compiles, 'must be addresses such as 10.0.0.0/8, ::1, loopback, linklocal or uniquelocal')
    .optional(),
  /** Seconds for which browsers are to come by https only. @default nothing is said of it */
  hsts: integer(1, 315_360_000).optional(),
});

export type Network = z.infer<typeof networkSection>;

function compiles(proxies: string[]): boolean {
  try {
    proxyAddress.compile(proxies);
    return true;
  } catch {
    return false;
  }
}

/** The client's address; of IPv6 its network of 64 bits, as one client has all of that. */
export type AddressOf = (request: IncomingMessage) => string;

/** X-Forwarded-For is believed as far as the proxies that wrote it are trusted, from the last to the first. */
export function addressOf(network: Network | undefined): AddressOf {
  const trusted = proxyAddress.compile(network?.proxies ?? []);
  const clientNetwork = remembered(networkOf);
  return (request) => {
    const found = proxyAddress(request, trusted);
    const address = isIP(found) ? found : (request.socket.remoteAddress ?? '');
    return clientNetwork(address);
  };
}

/** Whether this connection comes from a proxy, and so from many clients. */
export function fromProxy(network: Network | undefined): (address: string) => boolean {
  const trusted = proxyAddress.compile(network?.proxies ?? []);
  return (address) => isIP(address) !== 0 && trusted(address, 0);
}

function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) !== 6) return plain;
  // URL writes an IPv6 address in its shortest form; its 8 groups are written out from that.
  const [head = '', tail] = (URL.parse(`http://[${plain.split('%', 1)[0]}]`)?.hostname ?? '[::]')
    .slice(1, -1)
    .split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
