import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { until } from '../../test/support/until.ts';
import { gatewayError } from '../errors.ts';
import { boundedStream } from '../upstream/bounded-stream.ts';
import type { SubgraphStream } from '../upstream/event-source.ts';
import type { EventKind } from './event-kind.ts';
import { lastingStream } from './lasting.ts';
import type { Start } from './sequence.ts';

const event = (sequence: number, partial = false): ExecutionResult => ({
  data: { sequence },
  ...(partial && { extensions: { partial } }),
});
const lost = gatewayError.subgraphUnavailable('index');

/** A stream over connections that a test opens and loses. */
function lasting(
  o: { kind?: EventKind | undefined; start?: Start; resumeMs?: number; begun?: () => boolean } = {},
) {
  const opened: {
    start: Start;
    push(event: ExecutionResult): void;
    end(error?: unknown): void;
    left: boolean;
  }[] = [];
  const stream = lastingStream({
    kind: 'kind' in o ? o.kind : 'SEQUENCE',
    start: o.start,
    resumeMs: o.resumeMs ?? 10_000,
    sequenceOf: ({ data }) => data?.sequence as number,
    open(start): SubgraphStream {
      const bounded = boundedStream<ExecutionResult>({
        bound: 3,
        overflow: () => gatewayError.subscriberTooSlow(3),
        left: () => {
          connection.left = true;
        },
      });
      const connection = { start, push: bounded.push, end: bounded.end, left: false };
      opened.push(connection);
      return Object.assign(bounded.iterator, { begun: o.begun ?? (() => true), silentMs: () => 0 });
    },
  });
  const next = async () => {
    const { value, done } = await stream.next();
    return done ? 'done' : value.away ? 'away' : value.event.data?.sequence;
  };
  return { opened, stream, next, last: () => opened.at(-1) as (typeof opened)[number] };
}
const turn = () => new Promise(setImmediate);

test('a lost connection is made again behind the last event, and what comes twice is dropped', async () => {
  const { opened, next, last, stream } = lasting();
  const first = next();
  last().push(event(7));
  assert.equal(await first, 7);
  last().push(event(8));
  last().end(lost);
  assert.equal(await next(), 8);
  const third = next();
  await until('another connection', () => opened.length === 2);
  assert.equal(last().start, 8);
  last().push(event(8));
  last().push(event(9));
  assert.equal(await third, 9);
  await stream.return?.();
  assert.equal(last().left, true);
});

test('what the subgraph sends faster than it is taken is asked for again', async () => {
  const { opened, next, last } = lasting({ start: 0 });
  const first = next();
  for (const sequence of [1, 2, 3, 4, 5]) last().push(event(sequence));
  const taken = [await first, await next(), await next()];
  const more = next();
  await turn();
  assert.deepEqual(taken, [1, 2, 3]);
  assert.deepEqual(
    opened.map(({ start }) => start),
    [0, 3],
  );
  last().push(event(4));
  assert.equal(await more, 4);
});

test('a state that arrived in part cannot be gone on with, and a stream that declares nothing neither', async () => {
  const partial = lasting();
  const first = partial.next();
  partial.last().push(event(5, true));
  await first;
  partial.last().end(lost);
  await assert.rejects(partial.next(), lost);

  const undeclared = lasting({ kind: undefined });
  const only = undeclared.next();
  undeclared.last().push(event(1));
  await only;
  undeclared.last().end(lost);
  await assert.rejects(undeclared.next(), lost);
  assert.equal(undeclared.opened.length, 1);
});

test('a subgraph that was never reached, and what it refuses, is told at once', async () => {
  const unreached = lasting({ begun: () => false });
  const first = unreached.next();
  unreached.last().end(lost);
  await assert.rejects(first, lost);

  const gone = lasting({ start: 3 });
  const refused = gone.next();
  gone.last().end(new GraphQLError('gone', { extensions: { code: 'SEQUENCE_GONE' } }));
  await assert.rejects(refused, { extensions: { code: 'SEQUENCE_GONE' } });
});

test('changes begin anew, and a subgraph that stays away ends what it was tried for long enough', async () => {
  const { opened, next, last } = lasting({ kind: 'CHANGES', resumeMs: 0 });
  const first = next();
  last().push(event(1));
  await first;
  last().end(lost);
  await assert.rejects(next(), lost);
  assert.equal(opened[0]?.start, undefined);
});
