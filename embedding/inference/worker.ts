import { workerData } from 'node:worker_threads';
import { loadModel } from './model.ts';
import type { EmbeddingProtocol, WorkerSetup } from './protocol.ts';
import { serveJobs } from './serve-jobs.ts';
import { loadTokenizer } from './tokenizer.ts';
import { tryModel } from './trial.ts';

/** The worker thread that holds tokenizer and model: one job after the other. */
const setup = workerData as WorkerSetup;
const tokenizer = loadTokenizer(setup.tokenizer, setup.maxTokens);
const model = await loadModel(setup);

serveJobs<EmbeddingProtocol>(await tryModel(model, tokenizer, setup.alone), async (job) => {
  switch (job.type) {
    case 'encode':
      return job.texts.map(({ prefix, text }) => tokenizer.encode(prefix, text));
    case 'count':
      return job.texts.map((text) => tokenizer.count(text));
    case 'embed':
      return model.embed(job.rows);
  }
});
