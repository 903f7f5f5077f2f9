import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startTestRedis } from '../../test/support/redis.ts';
import { until } from '../../test/support/until.ts';
import { setLogLevel } from '../log.ts';
import { type RedisConnection, redisConnection } from './redis.ts';
import { type Cache, cache } from './tiers.ts';

setLogLevel('silent');

interface Thing {
  name: string;
  big?: bigint;
}

function things(redis?: RedisConnection, more: { entries?: number; bytes?: number } = {}): Cache<Thing> {
  return cache<Thing>({
    namespace: 'things',
    ttlMs: 60_000,
    sizeOf: (thing) => thing.name.length,
    ...more,
    ...(redis && { redis }),
  });
}

/** Redis connects in the background: wait until it is there. */
async function connected(redis: RedisConnection, status = 'UP'): Promise<void> {
  await until(
    `Redis to be ${status}`,
    () => redis.health(),
    (health) => health.status === status,
  );
}

test('a value is loaded once and then comes from memory', async () => {
  const kept = things();
  let loads = 0;
  const load = async () => ({ name: `load ${++loads}` });
  assert.deepEqual(await kept.getOrLoad('a', load), { value: { name: 'load 1' }, level: 'NONE' });
  assert.deepEqual(await kept.getOrLoad('a', load), { value: { name: 'load 1' }, level: 'L1' });
  assert.deepEqual(kept.figures, { hits: { L1: 1, L2: 0 }, misses: 1, entries: 1, bytes: 6 });
});

test('a hundred callers who want the same missing value cause one load', async () => {
  const kept = things();
  let loads = 0;
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      kept.getOrLoad('a', async () => {
        loads++;
        await delay(5);
        return { name: 'once' };
      }),
    ),
  );
  assert.equal(loads, 1);
  assert.ok(answers.every(({ value }) => value.name === 'once'));
});

test('a load that fails reaches its callers and is not kept', async () => {
  const kept = things();
  await assert.rejects(
    kept.getOrLoad('a', () => Promise.reject(new Error('away'))),
    /away/,
  );
  assert.equal((await kept.getOrLoad('a', async () => ({ name: 'back' }))).level, 'NONE');
});

test('a value that is not to be kept is loaded again', async () => {
  const kept = things();
  const load = async () => ({ name: 'partial' });
  await kept.getOrLoad('a', load, () => false);
  assert.equal((await kept.getOrLoad('a', load)).level, 'NONE');
});

test('memory is bounded by entries and by bytes, and the least used goes first', async () => {
  const few = things(undefined, { entries: 2 });
  for (const key of ['a', 'b', 'a', 'c']) await few.getOrLoad(key, async () => ({ name: key }));
  assert.deepEqual([(await few.get('a'))?.level, await few.get('b')], ['L1', undefined]);
  const small = things(undefined, { bytes: 10 });
  await small.set('a', { name: '123456' });
  await small.set('b', { name: '123456' });
  assert.deepEqual([await small.get('a'), small.figures.bytes], [undefined, 6]);
});

test('what one process cached another finds in Redis, exactly, and then has in its own memory', async () => {
  await using server = await startTestRedis();
  await using one = redisConnection({ url: server.url });
  await using other = redisConnection({ url: server.url });
  await Promise.all([connected(one), connected(other)]);
  await things(one).set('a', { name: '向量', big: 9_007_199_254_740_993n });
  const far = things(other);
  assert.deepEqual(await far.get('a'), { value: { name: '向量', big: 9_007_199_254_740_993n }, level: 'L2' });
  assert.equal((await far.get('a'))?.level, 'L1');
  await far.delete('a');
  assert.equal(await things(one).get('a'), undefined);
});

test('a cache works without its Redis from the start, and uses it once it is there', async () => {
  await using server = await startTestRedis();
  await server.stop();
  await using redis = redisConnection({ url: server.url });
  const kept = things(redis);
  assert.equal((await kept.getOrLoad('a', async () => ({ name: 'alone' }))).level, 'NONE');
  assert.equal((await redis.health()).status, 'DOWN');
  await server.start();
  await connected(redis);
  await kept.set('b', { name: 'shared' });
  assert.equal((await things(redis).get('b'))?.level, 'L2');
});

test('a Redis that dies under load costs no error, and is used again when it is back', async () => {
  await using server = await startTestRedis();
  await using redis = redisConnection({ url: server.url });
  await connected(redis);
  const kept = things(redis);
  const asking = Array.from({ length: 50 }, (_, n) =>
    kept.getOrLoad(`k${n}`, async () => ({ name: `v${n}` })),
  );
  await server.stop();
  const answers = await Promise.all(asking);
  assert.deepEqual(answers.map(({ value }) => value.name).sort().length, 50);
  assert.equal((await kept.getOrLoad('new', async () => ({ name: 'made' }))).level, 'NONE');
  await server.start();
  await connected(redis);
  await kept.set('c', { name: 'again' });
  assert.equal((await things(redis).get('c'))?.level, 'L2');
});

test('a Redis that hangs is given up after a moment and then left alone', async () => {
  await using server = await startTestRedis();
  await using redis = redisConnection({ url: server.url });
  await connected(redis);
  const kept = things(redis);
  server.freeze();
  // The first finds out; those after it do not even ask.
  assert.equal((await kept.getOrLoad('a', async () => ({ name: 'made' }))).level, 'NONE');
  let asked = false;
  await redis.attempt(async () => {
    asked = true;
  });
  assert.equal(asked, false);
  assert.equal((await kept.getOrLoad('b', async () => ({ name: 'made' }))).level, 'NONE');
  server.thaw();
});

test('a process that was busy itself takes Redis neither for slow nor for gone', async () => {
  await using server = await startTestRedis();
  await using redis = redisConnection({ url: server.url });
  await connected(redis);
  const asking = redis.attempt((client) => client.ping());
  for (const until = performance.now() + 400; performance.now() < until; );
  assert.equal(await asking, 'PONG');
  assert.equal(await redis.attempt((client) => client.ping()), 'PONG');
});

test('what cannot be made again is left in and asked of a Redis that was late before, others not', async () => {
  await using server = await startTestRedis();
  await using one = redisConnection({ url: server.url });
  await using other = redisConnection({ url: server.url });
  await Promise.all([connected(one), connected(other)]);
  const lists = (redis: RedisConnection) =>
    cache<Thing>({ namespace: 'lists', ttlMs: 60_000, sizeOf: () => 1, precious: true, redis });
  server.freeze();
  await Promise.all([one, other].map((redis) => redis.attempt((client) => client.ping())));
  await things(one).set('a', { name: 'others' });
  await lists(one).set('a', { name: 'a list' });
  server.thaw();
  assert.equal(await things(other).get('a'), undefined);
  assert.deepEqual(await lists(other).get('a'), { value: { name: 'a list' }, level: 'L2' });
});

test('a value that two processes miss at once is loaded by one of them, and the other takes it', async () => {
  await using server = await startTestRedis();
  await using one = redisConnection({ url: server.url });
  await using other = redisConnection({ url: server.url });
  await Promise.all([connected(one), connected(other)]);
  const [near, far] = [things(one), things(other)];
  const loads: string[] = [];
  let begun = () => {};
  const loading = new Promise<void>((resolve) => (begun = resolve));
  const first = near.getOrLoad('a', async () => {
    loads.push('first');
    begun();
    await flightSeen;
    return { name: 'first' };
  });
  let seen = () => {};
  const flightSeen = new Promise<void>((resolve) => (seen = resolve));
  await loading;
  const second = far.getOrLoad('a', async () => {
    loads.push('second');
    return { name: 'second' };
  });
  // It has found the other's flight once it looks whether that still goes on.
  await until(
    'it to look at the flight',
    () => one.attempt((client) => client.info('commandstats')),
    (commands) => commands?.includes('cmdstat_exists') === true,
  );
  seen();
  assert.deepEqual(await first, { value: { name: 'first' }, level: 'NONE' });
  assert.deepEqual(await second, { value: { name: 'first' }, level: 'L2' });
  assert.deepEqual(loads, ['first']);
});

test('a process that dies while it loads, or keeps nothing, holds nobody up for long', async () => {
  await using server = await startTestRedis();
  await using other = redisConnection({ url: server.url });
  await connected(other);
  const dying = redisConnection({ url: server.url });
  await connected(dying);
  const begun = Promise.withResolvers<void>();
  const never = things(dying).getOrLoad('a', () => {
    begun.resolve();
    return new Promise<Thing>(() => undefined);
  });
  void never;
  await begun.promise;
  await dying[Symbol.asyncDispose]();
  const after = await things(other).getOrLoad('a', async () => ({ name: 'mine' }));
  assert.deepEqual(after, { value: { name: 'mine' }, level: 'NONE' });
});

test('the flight of a load that fails ends with it', async () => {
  await using server = await startTestRedis();
  await using redis = redisConnection({ url: server.url });
  await connected(redis);
  const kept = things(redis);
  await assert.rejects(
    kept.getOrLoad('a', () => Promise.reject(new Error('away'))),
    /away/,
  );
  assert.deepEqual(await redis.attempt((client) => client.keys('kitegraph:flight:*')), []);
  assert.equal((await kept.getOrLoad('a', async () => ({ name: 'back' }))).level, 'NONE');
});
