import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Whether a client that sent these credentials may pass. Without a configured key everybody may. */
export function keyMatches(apiKey: string | undefined, given: string | undefined): boolean {
  if (apiKey === undefined) return true;
  if (given === undefined) return false;
  // Compared as digests: equal length, and constant time whatever was sent.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(apiKey), digest(given));
}

/** The key of a request: `Authorization: Bearer <key>` or `x-api-key: <key>`. */
export function keyOf(headers: IncomingHttpHeaders | Record<string, unknown>): string | undefined {
  const authorization = headers.authorization ?? headers.Authorization;
  if (typeof authorization === 'string') return /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key : undefined;
}
