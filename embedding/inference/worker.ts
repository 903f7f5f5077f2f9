import { parentPort, workerData } from 'node:worker_threads';
import { loadModel } from './model.ts';
import type { Answer, Call, Job, Results, WorkerSetup } from './protocol.ts';
import { loadTokenizer } from './tokenizer.ts';
import { tryModel } from './trial.ts';

/** The worker thread that holds tokenizer and model: one job after the other. */
const setup = workerData as WorkerSetup;
const port = parentPort as NonNullable<typeof parentPort>;
const tokenizer = loadTokenizer(setup.tokenizer, setup.maxTokens);
const model = await loadModel(setup);
const loaded = await tryModel(model, tokenizer, setup.alone);

async function work(job: Job): Promise<Results[Job['type']]> {
  switch (job.type) {
    case 'encode':
      return job.texts.map(({ prefix, text }) => tokenizer.encode(prefix, text));
    case 'count':
      return job.texts.map((text) => tokenizer.count(text));
    case 'embed':
      return model.embed(job.rows);
  }
}

let last = Promise.resolve();

async function answer({ id, job }: Call): Promise<void> {
  const answer: Answer = await work(job).then(
    (result) => ({ id, result }),
    (error: Error) => ({ id, error: error.message }),
  );
  port.postMessage(answer);
}

async function end() {
  await last;
  // Closed, the port no longer keeps the thread, which ends by itself and in order.
  port.close();
}

port.on('message', (message: Call | 'end') => {
  if (message === 'end') void end();
  else last = answer(message);
});
port.postMessage(loaded);
