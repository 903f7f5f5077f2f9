import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { e5Worker } from '../../test/support/embedding.ts';
import { startInference } from './inference.ts';
import { InferenceLost } from './thread.ts';

/** Every worker thread of this process, as Node announces it. */
const workers: Worker[] = [];
const remember = (worker: Worker) => void workers.push(worker);
process.on('worker', remember);
after(() => process.off('worker', remember));

const DIMENSIONS = 384;
const restarts: string[] = [];
const start = () => startInference({ ...e5Worker, onRestart: (reason) => void restarts.push(reason) });
/** The thread takes a message apart before anything else: this one is none, and ends it by an uncaught error. */
const crash = (worker: Worker | undefined) => worker?.postMessage(null);
const rows = [Int32Array.of(0, 581, 12, 2)];

test('a worker that dies is replaced, and the job it had is done by the next one', async () => {
  await using inference = await start();
  const expected = await inference.run({ type: 'embed', rows });
  crash(workers.at(-1));
  const again = await inference.run({ type: 'embed', rows });
  assert.deepEqual(again, expected);
  assert.equal(restarts.length, 1);
  assert.match(restarts[0] as string, /Cannot destructure|null/);
  assert.equal(inference.state().ready, true);
});

test('a job that ends the worker twice is given up, and the next job is done', async () => {
  await using inference = await start();
  const crashAgain = (worker: Worker) => worker.once('message', () => crash(worker));
  process.once('worker', crashAgain);
  crash(workers.at(-1));
  await assert.rejects(inference.run({ type: 'embed', rows }), InferenceLost);
  assert.equal((await inference.run({ type: 'embed', rows })).length, DIMENSIONS);
});

test('the end waits for the job in hand and leaves no thread', async () => {
  const inference = await start();
  const inHand = inference.run({ type: 'embed', rows: [new Int32Array(512).fill(581)] });
  await inference[Symbol.asyncDispose]();
  assert.equal((await inHand).length, DIMENSIONS);
  assert.equal(workers.at(-1)?.threadId, -1);
});

test('a model that cannot be loaded is an error at the start', async () => {
  await assert.rejects(
    startInference({ ...e5Worker, weights: '/nowhere', onRestart: assert.fail }),
    /nowhere/,
  );
});
