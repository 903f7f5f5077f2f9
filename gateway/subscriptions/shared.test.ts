import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../chaos/random.ts';
import { abortable } from '../../lib/abortable.ts';
import type { EventKind } from './event-kind.ts';
import type { StreamEvent } from './history.ts';
import type { Start } from './sequence.ts';
import { sharedStreams } from './shared.ts';

/** A subgraph with one stream: its state is in `size` events, then come the events that are emitted. */
function subgraph(kind: EventKind | undefined, size = 1) {
  let newest = 0;
  const wakes = new Set<() => void>();
  const counts = { open: 0, opened: 0, slow: 0 };
  const result = (sequence: number, state: boolean) => ({ data: { sequence, state } });

  function open(start: Start): AsyncIterableIterator<StreamEvent> {
    counts.open += 1;
    counts.opened += 1;
    return abortable(async function* (signal) {
      let wake = () => {};
      const ring = () => wake();
      wakes.add(ring);
      signal.addEventListener('abort', ring);
      try {
        let seen = typeof start === 'number' ? start : newest;
        if (typeof start !== 'number') {
          const at = newest;
          for (let nth = 1; nth <= size; nth++) {
            yield { result: result(at, true), sequence: at, partial: nth < size };
            await turns(nth % 3);
          }
        }
        while (!signal.aborted) {
          if (seen < newest) {
            seen += 1;
            yield { result: result(seen, false), sequence: seen };
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        wakes.delete(ring);
        counts.open -= 1;
      }
    });
  }
  const streams = sharedStreams({ waitingEvents: 50, tooSlow: () => void counts.slow++ });
  return {
    counts,
    size: streams.size,
    join: (start?: Start) => streams.join({ key: 'one', kind, start, open: () => open(start) }),
    emit() {
      newest += 1;
      for (const wake of wakes) wake();
      return newest;
    },
    newest: () => newest,
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

/** Takes events as they come. */
function reading(stream: ReturnType<ReturnType<typeof subgraph>['join']>) {
  const states: number[] = [];
  const events: number[] = [];
  const done = (async () => {
    for await (const { data } of stream) (data?.state ? states : events).push(data?.sequence as number);
  })();
  return { states, events, done, leave: () => stream.return?.() };
}

test('whoever joins a sequence when and where it may gets its whole state and each later event once, over few streams', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = seeded(seed);
    const source = subgraph('SEQUENCE', 1 + (seed % 4));
    const readers: (ReturnType<typeof reading> & { start: Start })[] = [];
    for (let step = 0; step < 150; step++) {
      const dice = random.next();
      if (dice < 0.35) source.emit();
      else if (dice < 0.6) {
        const start = random.next() < 0.5 ? undefined : random.below(source.newest() + 1);
        readers.push({ ...reading(source.join(start)), start });
      } else if (dice < 0.7 && readers.length > 0) {
        const [leaving] = readers.splice(random.below(readers.length), 1);
        await leaving?.leave();
      } else await turns(random.below(4));
    }
    const last = source.emit();
    await turns(300);
    assert.ok(readers.length > 5);
    for (const { states, events, start } of readers) {
      const from = start ?? states[0] ?? Number.NaN;
      if (start === undefined) {
        assert.deepEqual(states, Array(1 + (seed % 4)).fill(from), `seed ${seed}: the whole state`);
      } else assert.deepEqual(states, []);
      const expected = Array.from({ length: last - from }, (_, at) => from + 1 + at);
      assert.deepEqual(events, expected, `seed ${seed}, from ${start}`);
    }
    assert.equal(source.counts.open, 1, `seed ${seed}: all are on one stream in the end`);
    for (const reader of readers) await reader.leave();
    await turns(5);
    assert.deepEqual([source.counts.open, source.size()], [0, 0]);
  }
});

test('hundreds who subscribe at once share one stream, and one who does not read is cut off without holding up the others', async () => {
  const source = subgraph('SEQUENCE');
  const asleep = source.join();
  const readers = Array.from({ length: 300 }, () => reading(source.join()));
  await turns(3);
  assert.equal(source.counts.opened, 1);
  for (let at = 0; at < 100; at++) {
    source.emit();
    await turns(1);
  }
  await turns(3);
  assert.ok(readers.every(({ events }) => events.length === 100));
  assert.equal(source.counts.slow, 1);
  let taken = 0;
  await assert.rejects(
    async () => {
      for await (const { data } of asleep) taken = data?.sequence as number;
    },
    (error: { extensions: Record<string, unknown> }) => {
      assert.deepEqual(error.extensions, { code: 'SUBSCRIBER_TOO_SLOW', after: taken });
      return true;
    },
  );
  for (const reader of readers) await reader.leave();
});

test('the only reader of a long history sets its pace and is not cut off', async () => {
  const source = subgraph('SEQUENCE');
  for (let at = 0; at < 500; at++) source.emit();
  const stream = source.join(0);
  for (let at = 1; at <= 500; at++) {
    const { value } = await stream.next();
    assert.equal(value.data.sequence, at);
    if (at % 50 === 0) await turns(20);
  }
  assert.equal(source.counts.slow, 0);
  await stream.return?.();
});

test('of states who is slow gets the newest, and who comes later gets it at once', async () => {
  const source = subgraph('STATE');
  const slow = source.join();
  await slow.next();
  for (let at = 0; at < 1_000; at++) {
    source.emit();
    if (at % 10 === 0) await turns(1);
  }
  await turns(1_200);
  const late = source.join();
  assert.equal((await late.next()).value.data.sequence, 1_000);
  let last = 0;
  let taken = 0;
  while (last < 1_000) {
    last = (await slow.next()).value.data.sequence;
    taken += 1;
  }
  assert.ok(taken <= 2, `${taken} old states waited`);
  assert.equal(source.counts.opened, 1);
  await slow.return?.();
  await late.return?.();
});

test('of changes who is slow or comes late begins with the whole state again', async () => {
  const source = subgraph('CHANGES');
  const slow = source.join();
  assert.equal((await slow.next()).value.data.state, true);
  for (let at = 0; at < 100; at++) {
    source.emit();
    await turns(1);
  }
  const late = source.join();
  assert.deepEqual((await late.next()).value.data, { sequence: 100, state: true });
  const seen: { sequence: number; state: boolean }[] = [];
  while (!seen.at(-1)?.state) seen.push((await slow.next()).value.data);
  assert.deepEqual(seen.at(-1), { sequence: 100, state: true });
  await slow.return?.();
  await late.return?.();
});

test('a stream that declares nothing is shared only by those who are there from its first event', async () => {
  const source = subgraph(undefined);
  const early = [source.join(), source.join()];
  for (const one of early) await one.next();
  assert.equal(source.counts.opened, 1);
  const late = source.join();
  await late.next();
  assert.equal(source.counts.opened, 2);
  for (const one of [...early, late]) await one.return?.();
  await turns(2);
  assert.equal(source.counts.open, 0);
});
