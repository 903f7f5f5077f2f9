import { type Address, addressOf } from './address.ts';
import { type Reply, type Transport, transport } from './transport.ts';

/** One embedding server, ours or another, and how it is spoken to. */
export interface EmbeddingServer extends AsyncDisposable {
  /** Host and port. */
  host: string;
  address: Address;
  ask: Transport['ask'];
  /** Posts to a route of OpenAI's interface, such as `embeddings`, or (with a leading `/`) of ours. */
  post(route: string, body: unknown, o: Posting): Promise<Reply>;
}

export interface Posting {
  timeoutMs: number;
  tries: number;
  signal?: AbortSignal | undefined;
}

export function embeddingServer(url: string, apiKey: string | undefined): EmbeddingServer {
  const address = addressOf(url);
  const server = transport(apiKey);
  return {
    host: new URL(url).host,
    address,
    ask: server.ask,
    post: (route, body, o) => {
      const full = route.startsWith('/') ? `${address.root}${route}` : `${address.api}/${route}`;
      return server.ask({ method: 'POST', url: full, body, ...o });
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
