import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tally } from './tally.ts';
import type { JobState } from './watch.ts';

const job = (id: string, processed: number, more: Partial<JobState> = {}): JobState => ({
  id,
  status: 'RUNNING',
  total: 100,
  processed,
  failed: 0,
  takenBack: 0,
  waitingFor: null,
  ...more,
});

test('the remaining time follows from the rate once everything was read', () => {
  const tally = new Tally();
  tally.read = 200;
  tally.change(job('a', 0), 0);
  tally.change(job('a', 20), 2000);
  assert.deepEqual(tally.counts(4000), {
    read: 200,
    complete: false,
    expected: null,
    accepted: 0,
    processed: 20,
    rejected: 0,
    failed: 0,
    rate: 5,
    secondsLeft: null,
    waitingFor: null,
  });
  tally.complete = true;
  assert.equal(tally.counts(4000).secondsLeft, 36);
});

test('while a file is being read, how much of it was read tells how many documents there will be', () => {
  const tally = new Tally({ read: 100, processed: 100, failed: 0 });
  tally.fraction = 0.1;
  assert.equal(tally.counts(0).expected, null, 'what an earlier run has read is passed over');
  tally.read = 300;
  tally.fraction = 0.5;
  tally.change(job('a', 0), 0);
  tally.change(job('a', 50), 1000);
  const { expected, secondsLeft } = tally.counts(1000);
  assert.deepEqual({ expected, secondsLeft }, { expected: 600, secondsLeft: 9 });
});

test('documents that were rejected are not waited for, and failed ones of every job count', () => {
  const tally = new Tally();
  tally.read = 50;
  tally.rejected = 10;
  tally.complete = true;
  tally.change(job('a', 0), 0);
  tally.change(job('a', 10, { failed: 2 }), 1000);
  tally.change(job('b', 10, { failed: 1, waitingFor: 'Milvus' }), 2000);
  const { failed, secondsLeft, waitingFor } = tally.counts(2000);
  assert.deepEqual({ failed, secondsLeft, waitingFor }, { failed: 13, secondsLeft: 2, waitingFor: 'Milvus' });
  tally.end('a', { processed: 10, failed: 2 });
  tally.end('b', { processed: 12, failed: 1 });
  assert.deepEqual(
    [tally.counts(2000).processed, tally.counts(2000).failed],
    [22, 13],
    'ended jobs count on',
  );
});

test('a rate is known also where changes are rare, and old ones are forgotten where they are many', () => {
  const rare = new Tally();
  for (let minute = 0; minute < 10; minute++) rare.change(job('a', minute * 6), minute * 60_000);
  assert.equal(rare.counts(9 * 60_000).rate, 0.1);
  const many = new Tally();
  for (let second = 0; second < 100; second++)
    many.change(job('a', second < 50 ? 0 : (second - 50) * 3), second * 1000);
  assert.ok(Math.abs(many.counts(99_000).rate - 3) < 1e-9);
});
