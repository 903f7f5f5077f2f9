import { transport } from '../embedding/transport.ts';
import { PartRejected, PartUnavailable } from '../errors.ts';
import { rerankAddress } from './address.ts';
import { RERANKER, relevances } from './relevances.ts';

export interface RerankOptions {
  /** Of our embedding service, or of any server in the shape of Cohere, Jina or Text Embeddings Inference. */
  url: string;
  apiKey?: string | undefined;
  /** The server's own default where not given. */
  model?: string | undefined;
  /** Milliseconds that scores are waited for. */
  timeoutMs: number;
}

/** A server that says how well documents answer a question. */
export interface RerankClient extends AsyncDisposable {
  /**
   * One number for each document, the higher the better; comparable among the documents of one question only.
   * @throws PartUnavailable, also where they do not come in time; PartRejected
   */
  score(query: string, documents: readonly string[]): Promise<number[]>;
}

const TRIES = 2;
/** Of one request. */
const MOST_DOCUMENTS = 1_000;
/** What Text Embeddings Inference takes at once, unless it is told otherwise. */
const MOST_TEXTS = 32;

/** The one owner of a rerank server. */
export function rerankClient(o: RerankOptions): RerankClient {
  const url = rerankAddress(o.url);
  const server = transport(o.apiKey, RERANKER);
  /** Text Embeddings Inference calls documents texts: found out by its refusal. */
  let texts = false;

  async function ask(body: object, documents: number, signal: AbortSignal): Promise<number[]> {
    const timeoutMs = o.timeoutMs;
    const reply = await server.ask({ method: 'POST', url, body, timeoutMs, tries: TRIES, signal });
    return relevances(reply.body, documents);
  }

  async function askTexts(query: string, documents: readonly string[], signal: AbortSignal) {
    const scores: number[] = [];
    for (let from = 0; from < documents.length; from += MOST_TEXTS) {
      const part = documents.slice(from, from + MOST_TEXTS);
      scores.push(...(await ask({ query, texts: part, truncate: true }, part.length, signal)));
    }
    return scores;
  }

  async function score(query: string, documents: readonly string[], signal: AbortSignal) {
    if (texts) return askTexts(query, documents, signal);
    try {
      const scores: number[] = [];
      for (let from = 0; from < documents.length; from += MOST_DOCUMENTS) {
        const part = documents.slice(from, from + MOST_DOCUMENTS);
        scores.push(...(await ask({ model: o.model, query, documents: part }, part.length, signal)));
      }
      return scores;
    } catch (error) {
      if (!(error instanceof PartRejected && error.message.includes('`texts`'))) throw error;
      texts = true;
      return askTexts(query, documents, signal);
    }
  }

  return {
    async score(query, documents) {
      const deadline = AbortSignal.timeout(o.timeoutMs);
      try {
        return await score(query, documents, deadline);
      } catch (error) {
        if (!deadline.aborted) throw error;
        throw new PartUnavailable(RERANKER, `no answer within ${o.timeoutMs / 1000} s`, { cause: error });
      }
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
