import { createHash } from 'node:crypto';
import { startThread, type Thread } from '../inference/thread.ts';
import type { EmbeddingMetrics } from '../metrics.ts';
import { FolderRefused } from '../models/errors.ts';
import type { ModelFolder } from '../models/folder.ts';
import { Overloaded } from '../scheduling/waiting.ts';
import type { RerankProtocol, Scored } from './protocol.ts';

/** A cross-encoder in a worker thread. */
export interface Reranker extends AsyncDisposable {
  name: string;
  /** Changes with whatever changes a score. */
  version: string;
  thread: Pick<Thread<RerankProtocol>, 'state'>;
  /** Documents that wait now. */
  readonly waiting: number;
  /** Scores documents in their order. @throws Overloaded; InferenceLost; the signal's reason */
  score(query: string, documents: readonly string[], signal: AbortSignal): Promise<Scored[]>;
}

export interface RerankerLoading {
  threads: number;
  /** Most documents that may wait for one model. */
  waiting: number;
  metrics: EmbeddingMetrics;
  onRestart(model: string, reason: string): void;
}

/** Documents that one request has scored before it is the next one's turn: a few tenths of a second. */
const AT_ONCE = 4;

/** @throws FolderRefused where its files are no model that can be used */
export async function loadReranker(name: string, folder: ModelFolder, o: RerankerLoading): Promise<Reranker> {
  const { weights, tokenizer, tokenizerHash, said } = folder;
  const thread = await startThread<RerankProtocol>({
    program: new URL('./worker.ts', import.meta.url),
    setup: { weights, tokenizer, maxTokens: said.maxTokens, threads: o.threads },
    onRestart: (reason) => {
      o.metrics.restarted();
      o.onRestart(name, reason);
    },
  }).catch((error: Error) => {
    throw new FolderRefused(`${weights} cannot be used as a rerank model: ${error.message}`, {
      cause: error,
    });
  });
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();

  function scorePart(query: string, documents: string[], signal: AbortSignal): Promise<Scored[]> {
    const mine = turn.then(async () => {
      signal.throwIfAborted();
      const started = performance.now();
      const scored = await thread.run({ type: 'score', query, documents });
      o.metrics.reranked(name, documents.length, (performance.now() - started) / 1000);
      return scored;
    });
    turn = mine.catch(() => undefined);
    return mine;
  }

  return {
    name,
    version: createHash('sha256')
      .update(JSON.stringify([said.hash, tokenizerHash, said.maxTokens]))
      .digest('hex')
      .slice(0, 12),
    thread,
    get waiting() {
      return waiting;
    },
    async score(query, documents, signal) {
      if (waiting > 0 && waiting + documents.length > o.waiting) {
        throw new Overloaded(`${waiting} documents wait to be reranked, of ${o.waiting} that may`);
      }
      waiting += documents.length;
      const scored: Scored[] = [];
      try {
        while (scored.length < documents.length) {
          const part = documents.slice(scored.length, scored.length + AT_ONCE);
          scored.push(...(await scorePart(query, part, signal)));
          waiting -= part.length;
        }
      } finally {
        waiting -= documents.length - scored.length;
      }
      return scored;
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
