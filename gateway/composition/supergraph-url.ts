import { request } from 'undici';
import type { Reader } from './supergraph-source.ts';

const WITHIN_MS = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a supergraph from a URL, by GET; what has not changed is not sent again where the server knows `ETag` and
 * `If-None-Match`. Credentials in the URL are sent as basic authentication.
 */
export function supergraphUrl(address: string): Reader {
  const url = new URL(address);
  const headers: Record<string, string> = { accept: 'application/graphql, text/plain, */*' };
  if (url.username || url.password) {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
    url.username = '';
    url.password = '';
  }
  const place = `${url.origin}${url.pathname}`;
  let etag: string | undefined;
  let text: string | undefined;

  async function get(): Promise<string | undefined> {
    const {
      statusCode,
      headers: answered,
      body,
    } = await request(url, {
      headers: etag === undefined ? headers : { ...headers, 'if-none-match': etag },
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    if (statusCode === 304) {
      await body.dump();
      return undefined;
    }
    const content = await whole(body);
    if (statusCode !== 200) throw new Error(`it answered HTTP ${statusCode}`);
    if (content === '') throw new Error('it answered nothing');
    etag = typeof answered.etag === 'string' ? answered.etag : undefined;
    return content;
  }

  return {
    place,
    everyMs: 10_000,
    async read() {
      try {
        const content = await get();
        if (content === text) return undefined;
        text = content ?? text;
        return content;
      } catch (error) {
        throw new Error(`The supergraph cannot be read from ${place}: ${(error as Error).message}`);
      }
    },
  };
}

async function whole(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
