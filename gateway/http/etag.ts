import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Names the text of an answer that may be kept, so that a client that has it already need not be sent it again.
 * @returns whether the client has it: answer 304 without a body
 */
export function isWhatClientHas(request: IncomingMessage, response: ServerResponse, text: string): boolean {
  if (request.method !== 'GET' || !/^max-age=/.test(String(response.getHeader('cache-control') ?? '')))
    return false;
  // Weak: it may be sent by another compression.
  const tag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  response.setHeader('etag', tag);
  const has = request.headers['if-none-match'];
  return (
    has !== undefined &&
    (has.trim() === '*' || has.split(',').some((one) => one.trim().replace(/^W\//, '') === tag.slice(2)))
  );
}
