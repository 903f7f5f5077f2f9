import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOwner, temporaryDir } from '../embedded/test-support.ts';
import { oneSetupAtATime } from './one-at-a-time.ts';

test('of two that are set up at once the second waits, says so, and goes on when the first has ended', async () => {
  await using dir = await temporaryDir();
  const first = await startOwner(dir.path, ['lock']);
  const told: string[] = [];
  const waits = Promise.withResolvers<void>();
  const progress = {
    step(title: string) {
      told.push(title);
      waits.resolve();
    },
    update() {},
    done() {
      told.push('done');
    },
  };
  const second = oneSetupAtATime(dir.path, progress);
  await waits.promise;
  assert.deepEqual(told, [`Waiting for process ${first.pid}, which sets up the same`]);
  await first.kill();
  await using _mine = await second;
  assert.equal(told.at(-1), 'done');
});
