import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExecutionResult } from 'graphql';
import { gatewayError } from '../errors.ts';
import { boundedStream } from '../upstream/bounded-stream.ts';
import { openFor } from './state-stream.ts';

function source(field: string) {
  const opened: ReturnType<typeof boundedStream<ExecutionResult>>[] = [];
  const stream = openFor(field, (bound = 100) => {
    const one = boundedStream<ExecutionResult>({
      bound,
      overflow: () => gatewayError.subscriberTooSlow(bound),
      left: () => undefined,
    });
    opened.push(one);
    return one.iterator;
  });
  return { opened, stream };
}
const state = (n: number): ExecutionResult => ({ data: { n } });

test('a subscriber that is too slow for a stream of states goes on with the newest one', async () => {
  const { opened, stream } = source('searchUpdates');
  for (let n = 0; n < 1_000; n++) opened[0]?.push(state(n));
  let last: unknown;
  while (opened.length === 1) {
    const next = stream.next();
    await new Promise(setImmediate);
    opened[1]?.push(state(1_000));
    last = (await next).value?.data?.n;
  }
  assert.equal(opened.length, 2);
  assert.equal(last, 1_000);
});

test('of a stream of events none may be missing: who is too slow is told so', async () => {
  const { opened, stream } = source('indexActivity');
  for (let n = 0; n < 101; n++) opened[0]?.push(state(n));
  for (let n = 0; n < 100; n++) await stream.next();
  await assert.rejects(stream.next(), { extensions: { code: 'SUBSCRIBER_TOO_SLOW' } });
});
