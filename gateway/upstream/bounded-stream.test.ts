import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundedStream } from './bounded-stream.ts';

function stream(bound = 3) {
  let leavings = 0;
  const bounded = boundedStream<number>({
    bound,
    overflow: () => new Error('too slow'),
    left: () => {
      leavings += 1;
    },
  });
  return { ...bounded, leavings: () => leavings };
}

test('items come out in their order, waited for or waiting', async () => {
  const { push, end, iterator } = stream();
  const first = iterator.next();
  push(1);
  push(2);
  assert.deepEqual(await first, { done: false, value: 1 });
  end();
  assert.deepEqual(await iterator.next(), { done: false, value: 2 });
  assert.deepEqual(await iterator.next(), { done: true, value: undefined });
});

test('a consumer that falls behind gets all that was kept, then the error, and the source is left once', async () => {
  const { push, iterator, leavings } = stream(2);
  for (const item of [1, 2, 3, 4]) push(item);
  assert.equal(leavings(), 1);
  assert.equal((await iterator.next()).value, 1);
  assert.equal((await iterator.next()).value, 2);
  await assert.rejects(iterator.next(), /too slow/);
  assert.equal((await iterator.next()).done, true);
  await iterator.return?.();
  assert.equal(leavings(), 1);
});

test('a consumer that leaves while it waits is let go at once and the source is left', async () => {
  const { iterator, leavings } = stream();
  const waiting = iterator.next();
  await iterator.return?.();
  assert.deepEqual(await waiting, { done: true, value: undefined });
  assert.equal(leavings(), 1);
});

test('an error of the source comes after what it sent before', async () => {
  const { push, end, iterator, leavings } = stream();
  push(1);
  end(new Error('lost'));
  assert.equal((await iterator.next()).value, 1);
  await assert.rejects(iterator.next(), /lost/);
  assert.equal(leavings(), 0);
});
