/** Where images may be fetched from. */
export interface ImageHosts {
  /** From every public host, by the usual ports. */
  public: boolean;
  /** From these whatever their address is: host, or host:port where the port is not the usual one. */
  named: readonly string[];
}

/** @throws Error where an entry is neither `public` nor a host */
export function parseImageHosts(text: string): ImageHosts {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return {
    public: entries.includes('public'),
    named: entries.filter((entry) => entry !== 'public').map(hostIn),
  };
}

/** As a URL has it. */
function hostIn(entry: string): string {
  const { host, pathname, search, hash, username, password } = new URL(`http://${entry}`);
  if (host === '' || `${search}${hash}${username}${password}` !== '' || pathname !== '/')
    throw new Error(`"${entry}" is no host`);
  return host;
}

/** How an address is connected to: as one of a named host, or only where its host is public. @throws Error where it is not */
export function waysTo(
  { protocol, username, password, host, port }: URL,
  hosts: ImageHosts,
): 'NAMED' | 'PUBLIC' {
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error('is no address of http or https');
  if (username !== '' || password !== '') throw new Error('has a user name or a password in it');
  if (hosts.named.includes(host)) return 'NAMED';
  if (!hosts.public) throw new Error('is of a host that nothing is fetched from');
  if (port !== '') throw new Error('has a port that is not the usual one');
  return 'PUBLIC';
}
