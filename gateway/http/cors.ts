import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { duration, section } from '../configuration/kinds.ts';

/** The section `cors` of the gateway's file: pages of which other sites may ask. @default none */
export const corsSection = section({
  /** Origins, such as https://app.example; "*" is any, without credentials. */
  origins: z.array(
    z
      .string('must be an origin')
      .refine(
        (text) => text === '*' || URL.parse(text)?.origin === text,
        'must be an origin, such as https://app.example, or *',
      ),
    'must be a list of origins',
  ),
  /** Whether browsers send cookies and the like. @default false */
  credentials: z.boolean('must be true or false').optional(),
  /** How long a browser remembers what it may. @default 10m */
  remember: duration('0s', '24h').optional(),
});

export type Cors = z.infer<typeof corsSection>;

/** Whether a page of this origin is one of those that the deployment names. */
export function originListed(origin: string | undefined, cors: Cors | undefined): boolean {
  return origin !== undefined && !!cors && (cors.origins.includes('*') || cors.origins.includes(origin));
}

const ALLOWED_METHODS = 'GET, POST, PUT, DELETE, OPTIONS';
const EXPOSED_HEADERS = 'RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, ETag';

/**
 * Tells browsers which pages of other sites may ask and read.
 * @returns whether this was a preflight, which is answered with that
 */
export function shareWithPages(
  request: IncomingMessage,
  response: ServerResponse,
  cors: Cors | undefined,
): boolean {
  const { origin } = request.headers;
  const preflight =
    request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (cors) response.appendHeader('vary', 'Origin');
  if (cors && originListed(origin, cors)) {
    const credentials = cors.credentials === true && !cors.origins.includes('*');
    response.setHeader('access-control-allow-origin', cors.origins.includes('*') ? '*' : (origin as string));
    if (credentials) response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader('access-control-expose-headers', EXPOSED_HEADERS);
    if (preflight) {
      response.setHeader('access-control-allow-methods', ALLOWED_METHODS);
      const asked = request.headers['access-control-request-headers'];
      if (asked) response.setHeader('access-control-allow-headers', asked);
      response.setHeader('access-control-max-age', String((cors.remember ?? 600_000) / 1_000));
    }
  }
  if (preflight) response.writeHead(204).end();
  return preflight;
}
