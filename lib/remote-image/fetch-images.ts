import { Agent, type Dispatcher, request } from 'undici';
import { LARGEST_IMAGE } from '../image.ts';
import { type ImageHosts, waysTo } from './hosts.ts';
import { publicConnector, type Resolve } from './public-connector.ts';

/** By address, the bytes that were there, or why there are none: the rest of a sentence that begins with the address. */
export type FetchedImages = ReadonlyMap<string, Buffer | Error>;
/** Never throws. */
export type FetchImages = (addresses: readonly string[]) => Promise<FetchedImages>;

const AT_ONCE = 8;
/** Addresses of one request. */
const MOST = 64;
/** Bytes of one request. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_REDIRECTS = 3;
/** Of one image, with all redirects. */
const TIMEOUT_MS = 10_000;
const TYPES = /^(image\/(png|jpeg|webp)|application\/octet-stream|binary\/octet-stream)\b/i;

/**
 * Fetches images from where clients say, and from nowhere that they could not reach themselves but what is named: each address, and
 * each that it redirects to, is looked at before it is connected to.
 * @param o.resolve for tests
 */
export function imageFetcher(hosts: ImageHosts, o: { resolve?: Resolve } = {}): FetchImages {
  return async (addresses) => {
    const fetched = new Map<string, Buffer | Error>();
    const waiting = [...new Set(addresses)];
    for (const address of waiting.splice(MOST)) {
      fetched.set(address, new Error(`is one of more than ${MOST} addresses of a request`));
    }
    if (waiting.length === 0) return fetched;
    const agents = {
      NAMED: new Agent({ connect: { timeout: TIMEOUT_MS } }),
      PUBLIC: new Agent({ connect: publicConnector(o.resolve) }),
    };
    let left = MOST_BYTES;
    const work = async () => {
      for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
        const bytes = await fetchOne(address, hosts, agents, left).catch(refusal);
        if (!(bytes instanceof Error)) left -= bytes.length;
        fetched.set(address, bytes);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await Promise.all(Object.values(agents).map((agent) => agent.destroy()));
    return fetched;
  };
}

type Agents = Record<ReturnType<typeof waysTo>, Dispatcher>;

async function fetchOne(address: string, hosts: ImageHosts, agents: Agents, left: number): Promise<Buffer> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let url = parsed(address);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agents[waysTo(url, hosts)],
      signal,
      headers: { accept: 'image/png, image/jpeg, image/webp', 'user-agent': 'Kitegraph' },
    });
    const { location } = headers;
    if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
      discard(body);
      url = parsed(location, url);
      continue;
    }
    if (statusCode !== 200) {
      discard(body);
      throw new Error(`answered with status ${statusCode}`);
    }
    const type = headers['content-type'] ?? 'application/octet-stream';
    if (!TYPES.test(String(type))) {
      discard(body);
      throw new Error('answered with something else than a PNG, JPEG or WebP image');
    }
    return read(body, Math.min(LARGEST_IMAGE, left));
  }
  throw new Error(`redirects more than ${MOST_REDIRECTS} times`);
}

function parsed(address: string, base?: URL): URL {
  const url = URL.parse(address, base);
  if (!url) throw new Error('is no address, or redirects to none');
  return url;
}

function discard(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => undefined).destroy();
}

async function read(body: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > most) throw new Error(`has more bytes than are allowed: ${most}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What went wrong, without what lies behind a host. */
function refusal(error: Error & { code?: string }): Error {
  if (error.name === 'TimeoutError') return new Error(`did not answer within ${TIMEOUT_MS / 1_000} seconds`);
  return error.code === undefined ? error : new Error(`cannot be fetched (${error.code})`);
}
