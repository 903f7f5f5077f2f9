import { request } from 'undici';

const WITHIN_MS = 3_000;

/**
 * The schema of a running subgraph, as every federated subgraph tells it.
 * @throws Error with one line that says why it cannot be had
 */
export async function fetchSdl(url: string): Promise<string> {
  const response = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  const text = await response.body.text();
  const sdl = sdlIn(text);
  if (sdl === undefined)
    throw new Error(`it gave no schema for { _service { sdl } } (HTTP ${response.statusCode})`);
  return sdl;
}

function sdlIn(text: string): string | undefined {
  try {
    const sdl = JSON.parse(text)?.data?._service?.sdl;
    return typeof sdl === 'string' ? sdl : undefined;
  } catch {
    return undefined;
  }
}
