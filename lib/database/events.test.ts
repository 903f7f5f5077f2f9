import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startPostgres } from '../../embedded/postgres.ts';
import { abortable } from '../abortable.ts';
import { type Database, database } from './database.ts';
import {
  appendEvents,
  appendToStreams,
  eventsSince,
  forgetEvents,
  latestSequence,
  type StreamEvent,
} from './events.ts';
import { migrate } from './migrate.ts';

let dataDir: string;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let db: Database;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-'));
  postgres = await startPostgres({ dataDir });
  db = database({ url: postgres.url });
});

after(async () => {
  await db?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

const append = (stream: string, ...payloads: unknown[]) =>
  db.transaction((tx) => appendEvents(tx, stream, payloads));

async function take<T>(events: AsyncIterator<StreamEvent<T>>, count: number): Promise<StreamEvent<T>[]> {
  const taken: StreamEvent<T>[] = [];
  while (taken.length < count) {
    const next = await events.next();
    assert.ok(!next.done);
    taken.push(next.value);
  }
  return taken;
}

test('several services that start at once migrate the database once', async () => {
  await Promise.all([migrate(db), migrate(db), migrate(db)]);
  const [row] = await db.query<{ count: number }>("select count(*) from migrations where name like '0000%'");
  assert.equal(row?.count, 1);
});

test('a subscriber gets the state first, then every later event', async () => {
  await append('a', 'one', 'two');
  const state = async () => [{ sequence: await latestSequence(db, 'a'), payload: 'state' }];
  const events = abortable((signal) => eventsSince({ db, stream: 'a', state, signal }));
  assert.deepEqual(await take(events, 1), [{ sequence: 2, payload: 'state' }]);
  const next = take(events, 1);
  await append('a', 'three');
  assert.deepEqual(await next, [{ sequence: 3, payload: 'three' }]);
  await events.return?.();
});

test('a subscriber with `after` gets what it missed and then what comes, without a gap, from many writers at once', async () => {
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let n = 0; n < 25; n++) await append('b', { writer, n });
  });
  const events = abortable((signal) =>
    eventsSince({ db, stream: 'b', after: 0, state: async () => [], signal }),
  );
  const taken = await take(events, 200);
  assert.deepEqual(
    taken.map((event) => event.sequence),
    Array.from({ length: 200 }, (_, index) => index + 1),
  );
  await Promise.all(writers);
  await events.return?.();
});

test('a subscriber that leaves while it waits is let go at once', async () => {
  const events = abortable((signal) =>
    eventsSince({ db, stream: 'c', after: 0, state: async () => [], signal }),
  );
  const waiting = events.next();
  await events.return?.();
  assert.equal((await waiting).done, true);
});

test('events that are no longer kept are answered with SEQUENCE_GONE, not with a gap', async () => {
  await append('d', 'first', 'second');
  await db.query("update events set created_at = now() - interval '40 days' where stream = 'd'");
  await append('d', 'new');
  await forgetEvents(db, 30);
  const since = (after: number) =>
    abortable((signal) => eventsSince({ db, stream: 'd', after, state: async () => [], signal }));
  await assert.rejects(since(1).next(), {
    extensions: { code: 'SEQUENCE_GONE', argument: 'after', oldest: 3 },
  });
  for (const after of [2, 0]) {
    const kept = since(after);
    assert.deepEqual(await take(kept, 1), [{ sequence: 3, payload: 'new' }]);
    await kept.return?.();
  }
});

test('events written while the connection for notifications was lost arrive after it came back', async () => {
  const events = abortable((signal) =>
    eventsSince({ db, stream: 'e', after: 0, state: async () => [], signal }),
  );
  const next = take(events, 2);
  await append('e', 'before');
  await db.query("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%'");
  await append('e', 'after');
  assert.deepEqual(
    (await next).map((event) => event.payload),
    ['before', 'after'],
  );
  await events.return?.();
});

test('an event of a transaction that rolled back was never there', async () => {
  const broken = db.transaction(async (tx) => {
    await appendEvents(tx, 'f', ['lost']);
    throw new Error('no');
  });
  await assert.rejects(broken, /no/);
  await append('f', 'kept');
  assert.equal(await latestSequence(db, 'f'), 1);
});

test('an advisory lock is held by one session at a time', async () => {
  const outcome = await db.withAdvisoryLock('x', () => db.withAdvisoryLock('x', async () => 'twice'));
  assert.equal(outcome, undefined);
  assert.equal(await db.withAdvisoryLock('x', async () => 'free again'), 'free again');
});

test('events appended to several streams at once keep their order in each', async () => {
  await append('many:1', 'before');
  await db.transaction((tx) =>
    appendToStreams(tx, [
      { stream: 'many:2', payload: 'a' },
      { stream: 'many:1', payload: 'b' },
      { stream: 'many:2', payload: 'c' },
    ]),
  );
  const state = async () => [];
  const first = abortable((signal) => eventsSince({ db, stream: 'many:1', after: 0, state, signal }));
  assert.deepEqual(await take(first, 2), [
    { sequence: 1, payload: 'before' },
    { sequence: 2, payload: 'b' },
  ]);
  const second = abortable((signal) => eventsSince({ db, stream: 'many:2', after: 0, state, signal }));
  assert.deepEqual(await take(second, 2), [
    { sequence: 1, payload: 'a' },
    { sequence: 2, payload: 'c' },
  ]);
  await first.return?.();
  await second.return?.();
});
