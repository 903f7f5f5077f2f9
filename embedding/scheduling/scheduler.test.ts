import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { e5Card, e5Worker, largestDifference, words } from '../../test/support/embedding.ts';
import { type Inference, startInference } from '../inference/inference.ts';
import type { Kind } from '../models/model-card.ts';
import { type BatchRun, createScheduler, type Scheduler } from './scheduler.ts';
import { Overloaded } from './waiting.ts';

/** The real worker behind a gate, so that a test decides what has arrived when the next job begins. */
let inference: Inference;
let open: () => void;
let gate: Promise<void>;
let batches: BatchRun[];
let scheduler: Scheduler;

before(async () => {
  inference = await startInference({ ...e5Worker, onRestart: assert.fail });
});
after(() => inference[Symbol.asyncDispose]());
beforeEach(() => {
  batches = [];
  gate = new Promise((resolve) => {
    open = resolve;
  });
  scheduler = createScheduler({
    inference: { ...inference, run: (job) => gate.then(() => inference.run(job)) },
    card: e5Card,
    batchTokens: 256,
    limits: { query: 100, passage: 100 },
    onBatch: (run) => batches.push(run),
    onWaited: () => undefined,
  });
});

const order = () => batches.map(({ kind, texts }) => `${texts} ${kind}`);
const embed = (kind: Kind, ...texts: string[]) => scheduler.embed(texts, kind);

test('what several callers ask at the same time is embedded in one batch', async () => {
  open();
  const callers = Array.from({ length: 12 }, (_, i) => embed('query', `question number ${i}`));
  const answers = await Promise.all(callers);
  assert.deepEqual(order(), ['12 query']);
  const [alone] = await embed('query', 'question number 7');
  assert.ok(largestDifference(answers[7]?.[0]?.vector, alone?.vector) < 1e-5);
});

test('what arrives while the worker is busy goes into the next batch together', async () => {
  const busy = embed('query', 'first');
  await new Promise(setImmediate);
  const later = [embed('query', 'second'), embed('query', 'third', 'fourth')];
  open();
  await Promise.all([busy, ...later]);
  // The first was still being tokenised, so it is in that batch too.
  assert.deepEqual(order(), ['4 query']);
});

test('a query overtakes every passage that has not begun', async () => {
  const passages = Array.from({ length: 20 }, (_, i) => embed('passage', words(150, i)));
  await new Promise(setImmediate);
  const query = embed('query', 'who overtakes whom?');
  open();
  await query;
  assert.ok(batches.filter(({ kind }) => kind === 'passage').length <= 1, order().join(', '));
  await Promise.all(passages);
  assert.equal(batches.length, 21);
});

test('queries that never end do not stop the passages', async () => {
  const passage = embed('passage', words(20));
  let answered = false;
  void passage.then(() => {
    answered = true;
  });
  open();
  let queries = 0;
  while (!answered && queries < 100) {
    const next = embed('query', `question ${queries++}`);
    // Two wait at any time, so that there is always a query when a job ends.
    await Promise.all([next, embed('query', `question ${queries++}`)]);
  }
  await passage;
  assert.ok(queries < 60, `${queries} queries went first`);
});

test('long texts are batches of their own, short ones share one', async () => {
  open();
  await embed('passage', ...[300, 5, 300, 6, 5].map((count, i) => words(count, i)));
  assert.deepEqual(order().sort(), ['1 passage', '1 passage', '3 passage']);
  assert.ok(batches.every(({ texts, padded }) => texts === 1 || padded <= 256));
});

test('more than may wait is refused at once, and nothing of it is taken', async () => {
  const waiting = embed('passage', ...Array.from({ length: 90 }, () => 'a'));
  await assert.rejects(embed('passage', ...Array.from({ length: 11 }, () => 'b')), Overloaded);
  assert.equal(scheduler.waiting('passage'), 90);
  const query = embed('query', 'queries have places of their own');
  open();
  await Promise.all([waiting, query]);
  assert.equal(scheduler.waiting('passage'), 0);
});

test('a caller that leaves takes its texts along', async () => {
  const gone = new AbortController();
  const left = scheduler.embed(['left'], 'passage', gone.signal);
  const stays = embed('passage', 'stays');
  gone.abort(new Error('gone'));
  open();
  await assert.rejects(left, /gone/);
  await stays;
  assert.deepEqual(order(), ['1 passage']);
});

test('tokens of long and many texts are counted in their order', async () => {
  open();
  const counts = await scheduler.count(['hello world', '', words(20_000), 'hello']);
  assert.deepEqual([counts[0], counts[1], counts[3]], [3, 0, 2]);
  assert.ok((counts[2] as number) >= 20_000);
});
