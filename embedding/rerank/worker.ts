import { workerData } from 'node:worker_threads';
import { serveJobs } from '../inference/serve-jobs.ts';
import { loadCrossEncoder } from './cross-encoder.ts';
import { pairs } from './pair.ts';
import type { RerankProtocol, Scored } from './protocol.ts';

/** The worker thread that holds a cross-encoder and its tokenizer. */
const setup = workerData as RerankProtocol['setup'];
const pairOf = pairs(setup.tokenizer, setup.maxTokens);
const score = await loadCrossEncoder(setup.weights, setup.threads);
const tried = await score(pairOf('A harmless question?', 'A harmless text.'));
if (!Number.isFinite(tried)) throw new Error('the model answers values that are no numbers');

serveJobs<RerankProtocol>({}, async ({ query, documents }) => {
  const scored: Scored[] = [];
  for (const document of documents) {
    const pair = pairOf(query, document);
    scored.push({ logit: await score(pair), tokens: pair.ids.length });
  }
  return scored;
});
