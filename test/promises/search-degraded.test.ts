import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestRedis } from '../support/redis.ts';
import { bootSearch, idsOf, type SearchClient, type SearchStack } from '../support/search.ts';
import { until } from '../support/until.ts';

let stack: SearchStack;
before(async () => {
  stack = await bootSearch();
  await stack.create('articles');
  await stack.add('articles', [
    { documentId: 'oak', title: 'Oak', content: 'An oak lives for centuries.', metadata: { year: 2020 } },
    { documentId: 'mayfly', title: 'Mayfly', content: 'A mayfly lives for a day.', metadata: { year: 2021 } },
  ]);
});
after(() => stack[Symbol.asyncDispose]());

async function statusOf(client: { url: string }, part: string): Promise<string> {
  const { components } = (await (await fetch(`${client.url}/health`)).json()) as {
    components: { name: string; status: string }[];
  };
  return components.find(({ name }) => name === part)?.status ?? 'none';
}

test('without the embedding service keywords still work, HYBRID says what it did, SEMANTIC fails clearly; then all is well again', async () => {
  await stack.parts.embedding.stop();
  assert.deepEqual(idsOf(await stack.search({ text: 'centuries', mode: 'KEYWORD' })), ['oak']);
  const hybrid = await stack.search({ text: 'an oak for centuries' });
  assert.equal(idsOf(hybrid)[0], 'oak');
  assert.match(hybrid.explain.notes[0] ?? '', /keywords alone: embedding is not available/);
  const failed = await stack.refused({ text: 'old trees', mode: 'SEMANTIC' });
  assert.equal(failed.code, 'PART_UNAVAILABLE');
  assert.match(failed.message, /embedding/);
  assert.equal(await statusOf(stack.query, 'embedding'), 'DOWN');
  await stack.parts.embedding.start();
  const back = await until(
    'HYBRID to be whole again',
    () => stack.search({ text: 'an oak for centuries' }),
    ({ explain }) => explain.notes.length === 0,
  );
  assert.equal(back.explain.cacheLevel, 'NONE', 'the poorer answer was not kept');
});

test('without Milvus a search fails clearly, what is cached is still answered, and it comes back by itself', async () => {
  const cached = await stack.search({ text: 'which insect is short-lived' });
  await stack.parts.milvus.stop();
  assert.equal((await stack.refused({ text: 'something new' })).code, 'PART_UNAVAILABLE');
  assert.deepEqual(idsOf(await stack.search({ text: 'which insect is short-lived' })), idsOf(cached));
  assert.equal(await statusOf(stack.query, 'milvus'), 'DOWN');
  await stack.parts.milvus.start();
  const found = await until(
    'Milvus to be used again',
    () => stack.ask('{ search(input: { collections: ["articles"], text: "something new" }) { totalCount } }'),
    ({ errors }) => !errors,
  );
  assert.equal(found.data.search.totalCount, 2);
});

test('without PostgreSQL search goes on with what it knows of the collections, and says so', async () => {
  await stack.search({ text: 'warm up' });
  await stack.parts.postgres.stop();
  const found = await stack.search({ text: 'a tree that grows old', filter: { field: 'year', lt: 2021 } });
  assert.deepEqual(idsOf(found), ['oak']);
  assert.match(found.explain.notes.join(), /PostgreSQL is away/);
  assert.equal((await stack.refused({ text: 'x', collections: ['unknown'] })).code, 'PART_UNAVAILABLE');
  await stack.parts.postgres.start();
  await until(
    'PostgreSQL to be used again',
    () => stack.search({ text: 'a tree that grows old' }),
    ({ explain }) => explain.notes.length === 0,
  );
  // Notifications are heard again, too.
  const position = await stack.add('articles', [{ documentId: 'yew', content: 'A yew outlives an oak.' }]);
  const waited = await stack.search({ text: 'yew', atLeast: [position] });
  assert.equal(idsOf(waited)[0], 'yew');
});

test('a query service that starts before everything else comes up by itself', async () => {
  const { postgres, milvus, embedding } = stack.parts;
  await Promise.all([postgres.stop(), milvus.stop(), embedding.stop()]);
  const early = await stack.another();
  assert.equal((await early.refused({ text: 'oak' })).code, 'PART_UNAVAILABLE');
  await Promise.all([postgres.start(), milvus.start(), embedding.start()]);
  const found = await until(
    'it to come up',
    () =>
      early.ask(
        '{ search(input: { collections: ["articles"], text: "oak" }) { totalCount explain { notes } } }',
      ),
    ({ data, errors }) => !errors && data.search.explain.notes.length === 0,
  );
  assert.ok(found.data.search.totalCount >= 2);
});

test('two query services share answers and pages through Redis, and need it for neither', async () => {
  await using redis = await startTestRedis();
  const [one, two] = [
    await stack.another({ redisUrl: redis.url }),
    await stack.another({ redisUrl: redis.url }),
  ];
  const up = (client: SearchClient & { service: { url: string } }) =>
    until(
      'Redis to be there',
      () => statusOf(client.service, 'redis'),
      (status) => status === 'UP',
    );
  await Promise.all([up(one), up(two)]);
  const input = { text: 'a long life' };
  const first = await one.search(input, { first: 1 });
  assert.equal(first.explain.cacheLevel, 'NONE');
  const same = await two.search(input, { first: 1 });
  assert.deepEqual([same.explain.cacheLevel, idsOf(same)], ['L2', idsOf(first)]);
  assert.equal((await two.search(input)).explain.cacheLevel, 'L1');
  const next = await two.search(input, { first: 1, after: first.pageInfo.endCursor });
  assert.notDeepEqual(idsOf(next), idsOf(first));
  assert.equal(await two.metric('cache_hits_total', { cache_level: 'L2' }), 1);
  const { searchStatistics } = await two.data(
    '{ searchStatistics { totalQueries cacheHits cacheHitsL1 cacheHitsL2 cacheMisses cacheHitRate } }',
  );
  const { cacheHitRate, ...counts } = searchStatistics;
  assert.deepEqual(counts, { totalQueries: 3, cacheHits: 3, cacheHitsL1: 2, cacheHitsL2: 1, cacheMisses: 0 });
  assert.equal(cacheHitRate, 1);
  assert.ok((await two.metric('cache_size', { cache_level: 'L1' })) > 0);
  assert.ok((await two.metric('cache_size', { cache_level: 'L2' })) > 0);

  // Another search for the same text: no service embeds it again.
  const narrower = await two.search({ ...input, filter: { field: 'year', gte: 2021 } });
  assert.deepEqual([narrower.explain.cacheLevel, idsOf(narrower)], ['NONE', ['mayfly']]);
  assert.equal(await one.metric('remote_calls_total', { operation: 'embed' }), 1);
  assert.equal(await two.metric('remote_calls_total', { operation: 'embed' }), 0);

  await redis.stop();
  assert.equal((await one.search({ text: 'without the shared level' })).explain.cacheLevel, 'NONE');
  assert.equal((await one.search({ text: 'without the shared level' })).explain.cacheLevel, 'L1');
  assert.equal(await statusOf(one.service, 'redis'), 'DOWN');
  await redis.start();
  await Promise.all([up(one), up(two)]);
  await one.search({ text: 'with it again' });
  assert.equal((await two.search({ text: 'with it again' })).explain.cacheLevel, 'L2');
});

test('with the cache switched off every search is computed anew, and its pages can be walked all the same', async () => {
  const uncached = await stack.another({ cache: { enabled: false, entries: 1_000, seconds: 300 } });
  const first = await uncached.search({ text: 'a long life' }, { first: 1 });
  assert.equal((await uncached.search({ text: 'a long life' })).explain.cacheLevel, 'NONE');
  assert.equal(await uncached.metric('remote_calls_total', { operation: 'embed' }), 2);
  const next = await uncached.search({ text: 'a long life' }, { first: 1, after: first.pageInfo.endCursor });
  assert.equal(next.edges.length, 1);
  assert.notDeepEqual(idsOf(next), idsOf(first));
});
