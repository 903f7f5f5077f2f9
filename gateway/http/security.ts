import type { ServerResponse } from 'node:http';

/** What browsers are told of every answer; pages bring a policy of their own. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** @param hsts seconds for which browsers are to come by https only; undefined: nothing is said of it */
export function secure(response: ServerResponse, hsts: number | undefined): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (hsts !== undefined) response.setHeader('strict-transport-security', `max-age=${hsts}`);
}
