import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Why a server refuses texts. */
export interface Refusal {
  code: string;
  message: string;
}

/**
 * An embedding server of another make, with OpenAI's shape and vectors of four numbers.
 * @param before asked for each request with its texts; may take its time, or refuse them
 */
export async function startOtherEmbedding(
  before: (texts: string[]) => Promise<Refusal | undefined> = async () => undefined,
  model = 'tiny',
  /** Tokens that it reads of a text, where it tells. */
  maxTokens?: number,
  /** Told the Authorization header of each request. */
  onKey: (key: string | undefined) => void = () => undefined,
): Promise<AsyncDisposable & { embedding: { url: string; model: string } }> {
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    onKey(request.headers.authorization);
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
    if (request.url === '/v1/models')
      return answer(200, { data: [{ id: model, object: 'model', max_model_len: maxTokens }] });
    if (request.url !== '/v1/embeddings') return answer(404, {});
    const texts = [JSON.parse(Buffer.concat(chunks).toString()).input].flat() as string[];
    const error = await before(texts);
    if (error) return answer(400, { error });
    const data = texts.map((text, index) => ({ index, embedding: [1, text.length, text.charCodeAt(0), 1] }));
    return answer(200, { object: 'list', model, data, usage: { prompt_tokens: 0, total_tokens: 0 } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    embedding: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, model },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
