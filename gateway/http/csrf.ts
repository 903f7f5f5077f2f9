import type { IncomingHttpHeaders } from 'node:http';
import { HttpError } from '../../lib/http.ts';
import { isForm } from './uploads.ts';

/** A page cannot send one of these to another site unless that site's answer to a preflight lets it. */
const PREFLIGHTED = [
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'graphql-require-preflight',
  'authorization',
  'x-api-key',
];

/**
 * Refuses what any page could have sent unasked: a GET by a link or an image, a form with files. JSON needs no more.
 * @throws HttpError 400
 */
export function preventCsrf(method: string | undefined, headers: IncomingHttpHeaders): void {
  if (method !== 'GET' && !isForm(headers['content-type'] ?? '')) return;
  if (PREFLIGHTED.some((name) => headers[name])) return;
  if (/^application\/json\b/i.test(headers['content-type'] ?? '')) return;
  throw new HttpError(
    400,
    `This request could be forged by a page of others (CSRF), so it is not run: send "apollo-require-preflight: true" with it, or "content-type: application/json".`,
  );
}
