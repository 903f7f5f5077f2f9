import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { largestDifference, startTestEmbedding, words } from '../test/support/embedding.ts';
import { until } from '../test/support/until.ts';

/** Every worker thread of this process, as Node announces it. */
const workers: Worker[] = [];
const remember = (worker: Worker) => void workers.push(worker);
process.on('worker', remember);
after(() => process.off('worker', remember));

const texts = Array.from({ length: 6 }, (_, i) => words(200, i));

test('a request that arrives while the worker is being replaced is answered, and /health tells', async () => {
  await using service = await startTestEmbedding();
  const health = async () => (await fetch(`${service.url}/health`)).status;
  const [expected] = await service.embed('a text');
  const crashed = new Promise((resolve) => workers.at(-1)?.once('exit', resolve));
  workers.at(-1)?.postMessage(null);
  await crashed;
  assert.equal(await health(), 503);
  const [vector] = await service.embed('a text');
  assert.equal(largestDifference(vector, expected), 0);
  assert.equal(await health(), 200);
  assert.equal(await service.metric('embedding_worker_restarts_total'), 1);
});

test('the end waits for the answers in hand, takes nothing new, and leaves no thread', async () => {
  const service = await startTestEmbedding();
  const inHand = service.embed(texts);
  await until('passages to wait', () => service.metric('embedding_waiting_texts{kind="passage"}'));
  const ended = service[Symbol.asyncDispose]();
  assert.equal((await inHand).length, texts.length);
  await ended;
  await assert.rejects(fetch(`${service.url}/health`));
  assert.equal(workers.at(-1)?.threadId, -1);
});

test('a missing model and a port in use are told in one line, and no thread stays', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'kitegraph-no-model-'));
  await assert.rejects(
    startTestEmbedding({ modelDirs: [empty] }),
    /no embedding model multilingual-e5-small in .*: run "npm start"/,
  );
  await rm(empty, { recursive: true });

  await using first = await startTestEmbedding();
  const port = Number(new URL(first.url).port);
  await assert.rejects(startTestEmbedding({ port }), /port is in use/);
  assert.equal(workers.at(-1)?.threadId, -1);
});
