import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobRow } from './job.ts';
import { documentsPerSecond, estimatedSecondsLeft, percentOf } from './pace.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const job = (given: Partial<JobRow>): JobRow => ({
  id: 'job',
  collectionId: 'col',
  kind: 'ADD',
  status: 'RUNNING',
  priority: 0,
  tenant: null,
  viewId: null,
  takenBack: 0,
  drifted: null,
  failure: null,
  total: 300,
  processed: 0,
  failed: 0,
  superseded: 0,
  waitingFor: null,
  createdAt: at(0),
  startedAt: null,
  progressedAt: null,
  finishedAt: null,
  ...given,
});

test('a job that has not started has no pace yet', () => {
  const fresh = job({});
  assert.deepEqual([percentOf(fresh), documentsPerSecond(fresh), estimatedSecondsLeft(fresh)], [0, 0, null]);
});

test('a running job tells its pace and what is left at it', () => {
  const running = job({ processed: 100, startedAt: at(10), progressedAt: at(14) });
  assert.deepEqual(
    [percentOf(running), documentsPerSecond(running), estimatedSecondsLeft(running)],
    [33.3, 25, 8],
  );
});

test('100 percent is only said at the end', () => {
  assert.equal(percentOf(job({ total: 100_000, processed: 99_999 })), 99.9);
  const done = job({ processed: 300, startedAt: at(10), progressedAt: at(22), finishedAt: at(22) });
  assert.deepEqual([percentOf(done), estimatedSecondsLeft(done)], [100, 0]);
  assert.equal(percentOf(job({ total: 0, finishedAt: at(0) })), 100);
});
