import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { remembered } from './remembered.ts';

/** Whether this host name can only mean this machine. */
function isLoopbackName(name: string): boolean {
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name)
  );
}

/**
 * Whether a page that asks from its `Origin` may: browsers let any page open a WebSocket to any address. No origin means
 * no browser; a page of this machine or of the very host that was asked may.
 */
export function originAllowed(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  const url = URL.parse(origin);
  return url !== null && (url.host === host || isLoopbackName(url.hostname));
}

/**
 * Whether the `Host` may be asked for without a key: an address or a name of this machine. Any other name may have been
 * pointed here by its owner, so that the owner's pages count as of the same host (DNS rebinding).
 */
export function hostAllowed(headers: IncomingHttpHeaders): boolean {
  return namesThisMachine(headers.host ?? '');
}

const namesThisMachine = remembered((host) => {
  const url = URL.parse(`http://${host}`);
  if (!url) return false;
  return isLoopbackName(url.hostname) || isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0;
});
