import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a rerank server got. */
export interface RerankCall {
  path: string | undefined;
  authorization: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of two shapes
  body: any;
}

/**
 * A rerank server of another make: a document is the better, the longer it is.
 * @param shape COHERE: `documents` and `{ results: [{ index, relevance_score }] }`; TEXTS, as Text Embeddings Inference has it:
 *   `texts`, and a list of `{ index, score }`; HANGS: never answers
 */
export async function startOtherReranker(
  shape: () => 'COHERE' | 'TEXTS' | 'HANGS',
): Promise<AsyncDisposable & { url: string; calls: RerankCall[] }> {
  const calls: RerankCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    calls.push({ path: request.url, authorization: request.headers.authorization, body });
    const answer = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (shape() === 'HANGS') return;
    const texts = (shape() === 'COHERE' ? body.documents : body.texts) as string[] | undefined;
    if (!texts) {
      const error = 'Failed to deserialize the JSON body into the target type: missing field `texts`';
      return answer(422, { error, error_type: 'Validation' });
    }
    const scored = texts.map((text, index) => ({ index, score: text.length / 1_000 }));
    const best = scored.toSorted((a, b) => b.score - a.score);
    if (shape() === 'TEXTS') return answer(200, best);
    return answer(200, {
      results: best.map(({ index, score }) => ({ index, relevance_score: score })),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
