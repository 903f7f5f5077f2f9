import ipaddr from 'ipaddr.js';

/** Where providers of clouds answer the machines within them, although it looks like any public address. */
const OF_CLOUDS: ReadonlySet<string> = new Set(['168.63.129.16']);
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is one of the public internet: not of this machine, its network, a cloud's inside, a tunnel or a
 * group, in whatever form it is written.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address within an IPv6 one counts as itself.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv6 ? parsed.match(GLOBAL) : !OF_CLOUDS.has(parsed.toString());
}
