import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gathered } from './gathered.ts';

/** A call that is answered by hand. */
function slowCall() {
  const calls: { keys: number[]; answer: () => void }[] = [];
  const call = (keys: readonly number[]) =>
    new Promise<string[]>((resolve) => {
      calls.push({ keys: [...keys], answer: () => resolve(keys.map((key) => `answer ${key}`)) });
    });
  return { calls, call };
}
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test('what is asked in one turn of the event loop goes out in one call', async () => {
  const { calls, call } = slowCall();
  const ask = gathered(call, { inFlight: 1, largest: 100 });
  const answers = Promise.all([ask(1), Promise.resolve().then(() => ask(2)), ask(3)]);
  await turn();
  assert.deepEqual(
    calls.map(({ keys }) => keys),
    [[1, 3, 2]],
  );
  calls[0]?.answer();
  assert.deepEqual(await answers, ['answer 1', 'answer 2', 'answer 3']);
});

test('what is asked while calls run waits, and goes out in one call when one of them ends', async () => {
  const { calls, call } = slowCall();
  const ask = gathered(call, { inFlight: 2, largest: 100 });
  const first = ask(1);
  await turn();
  const second = ask(2);
  await turn();
  const crowd: Promise<string>[] = [];
  for (const key of [3, 4, 5]) {
    crowd.push(ask(key));
    await turn();
  }
  assert.deepEqual(
    calls.map(({ keys }) => keys),
    [[1], [2]],
  );
  calls[0]?.answer();
  assert.equal(await first, 'answer 1');
  await turn();
  assert.deepEqual(
    calls.map(({ keys }) => keys),
    [[1], [2], [3, 4, 5]],
  );
  for (const { answer } of calls.slice(1)) answer();
  assert.deepEqual(await Promise.all([second, ...crowd]), ['answer 2', 'answer 3', 'answer 4', 'answer 5']);
});

test('a call that fails fails its own askers only, and those who wait get their turn', async () => {
  let fails = true;
  const ask = gathered<number, number>(
    async (keys) => {
      if (fails) throw new Error('away');
      return [...keys];
    },
    { inFlight: 1, largest: 2 },
  );
  const crowd = [ask(1), ask(2), ask(3)];
  await assert.rejects(crowd[0] as Promise<number>, /away/);
  await Promise.allSettled(crowd);
  fails = false;
  assert.equal(await ask(4), 4);
});
