import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { indexClient, workedOff } from '../support/indexing.ts';
import { whileNobodyWorks } from '../support/parts.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { bootSearch, idsOf, type SearchClient, type SearchStack } from '../support/search.ts';

let stack: SearchStack;
let index: ReturnType<typeof indexClient>;
let redis: TestRedis;
/** Two query services that share their answers through Redis. */
let searching: SearchClient[];
before(async () => {
  stack = await bootSearch({ rebuildGraceSeconds: 0 });
  index = indexClient(stack.indexUrl);
  redis = await startTestRedis();
  searching = [await stack.another({ redisUrl: redis.url }), await stack.another({ redisUrl: redis.url })];
});
after(async () => {
  await stack?.[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
});

const animals = ['heron', 'badger', 'lynx', 'falcon', 'salmon', 'beetle', 'viper', 'marmot', 'swan'];
const story = (n: number, about = animals[n % animals.length]) => ({
  documentId: `d${n}`,
  title: `Story ${n}`,
  content: `The ${about} number ${n} lives by the river. `.repeat(4),
  metadata: { year: 2000 + (n % 20) },
});
const jobFields = 'id kind status total processed failed waitingFor failure';
const rebuild = async (input: object) =>
  (
    await index.data(
      `mutation ($input: RebuildCollectionInput!) { rebuildCollection(input: $input) { job { ${jobFields} } } }`,
      { input },
    )
  ).rebuildCollection.job;
const update = (input: object) =>
  index.ask(
    `mutation ($input: UpdateCollectionInput!) { updateCollection(input: $input) {
       collection { passages { maxTokens headings } keywords { titleWeight } index { kind builtAs ef } description } job { ${jobFields} } } }`,
    { input },
  );
const views = async (name: string) =>
  await stack.parts.database(async (db) =>
    db.query<{ state: string }>(
      'select state from views v join collections c on c.id = v.collection_id where c.name = $1 order by v.created_at',
      [name],
    ),
  );
const ended = async (id: string) => (await index.progress(id)).at(-1)?.job;

/** Searches all the time on both services until told to stop: what went wrong, and the fewest hits that came. */
function searchAllTheTime(collection: string, expected: string) {
  const wrong: string[] = [];
  let searches = 0;
  let stopped = false;
  const run = async (client: SearchClient, mode: string) => {
    while (!stopped) {
      const input = {
        collections: [collection],
        text: 'otter by the river',
        mode,
        candidates: 10 + (searches % 50),
      };
      try {
        const found = await client.search(input, { first: 5 });
        const ids = idsOf(found);
        if (!ids.includes(expected)) wrong.push(`${mode}: ${ids.join(' ')}`);
        if (found.explain.notes.length > 0) wrong.push(found.explain.notes.join(' '));
        if (new Set(ids).size !== ids.length) wrong.push(`twice: ${ids.join(' ')}`);
      } catch (error) {
        wrong.push(String(error));
      }
      searches++;
    }
  };
  const running = searching.flatMap((client) =>
    ['HYBRID', 'KEYWORD', 'SEMANTIC'].map((mode) => run(client, mode)),
  );
  return {
    async stop() {
      stopped = true;
      await Promise.all(running);
      return { wrong, searches };
    },
  };
}

test('a search never sees a half-built index: while a collection is rebuilt and written to, every answer is whole', async () => {
  await stack.create('whole');
  const first = Array.from({ length: 60 }, (_, n) => story(n));
  await stack.add(
    'whole',
    first.map((one, n) =>
      n === 7 ? { ...one, content: 'An otter by the river, and again the otter by the river.' } : one,
    ),
  );
  const searching = searchAllTheTime('whole', 'd7');
  const { errors } = await update({ collection: 'whole', passages: { maxTokens: 64 } });
  assert.equal(errors?.[0]?.extensions.code, 'REBUILD_NEEDED');
  assert.match(errors?.[0]?.message ?? '', /rebuild: true/);
  const { data } = await update({
    collection: 'whole',
    passages: { maxTokens: 64 },
    keywords: { titleWeight: 5 },
    rebuild: true,
  });
  const { job } = data.updateCollection;
  assert.equal(job.kind, 'REBUILD');
  for (let n = 0; n < 6; n++) {
    await stack.add('whole', [story(100 + n, 'heron'), story(20 + n, 'badger')]);
    await stack.remove('whole', [`d${30 + n}`]);
  }
  const last = await ended(job.id);
  assert.deepEqual([last?.status, last?.processed], ['COMPLETED', 60]);
  const { wrong, searches } = await searching.stop();
  assert.deepEqual(wrong.slice(0, 5), []);
  assert.ok(searches > 50, `${searches} searches`);
  const now = (
    await index.data(
      '{ collection(name: "whole") { passages { maxTokens } keywords { titleWeight } documentCount vectorCount } }',
    )
  ).collection;
  assert.deepEqual(now.passages, { maxTokens: 64 });
  assert.deepEqual(now.keywords, { titleWeight: 5 });
  assert.equal(now.documentCount, 60);
  assert.ok(now.vectorCount >= 60, 'split otherwise');
  const found = await stack.search(
    { collections: ['whole'], text: 'badger', mode: 'KEYWORD' },
    { first: 50 },
  );
  assert.ok(idsOf(found).includes('d20') && !idsOf(found).includes('d30'));
});

test('the old index is dropped once every query service goes by the new one', async () => {
  await stack.create('dropped');
  await stack.add('dropped', [story(1)]);
  const job = await rebuild({ collection: 'dropped' });
  assert.equal((await ended(job.id))?.status, 'COMPLETED');
  assert.deepEqual(
    (await views('dropped')).map(({ state }) => state),
    ['RETIRED', 'SERVING'],
  );
  await stack.parts.database(async (db) => {
    const { discardRetired } = await import('../../subgraphs/index/views/retire.ts');
    await db.query(`update catalog_readers set read_at = now() - interval '1 minute'`);
    await discardRetired(db, 0);
    assert.equal((await views('dropped')).length, 2, 'a query service has not looked since');
    await db.query('update catalog_readers set read_at = now()');
    await discardRetired(db, 3600);
    assert.equal((await views('dropped')).length, 2, 'the grace period is not over');
    await discardRetired(db, 0);
  });
  assert.deepEqual(
    (await views('dropped')).map(({ state }) => state),
    ['SERVING'],
  );
  assert.deepEqual(idsOf(await stack.search({ collections: ['dropped'], text: 'heron' })), ['d1']);
});

test('a rebuild that is cancelled leaves the old index serving, and another can be started', async () => {
  await stack.create('cancelled');
  await stack.add('cancelled', [story(1), story(2)]);
  const job = await whileNobodyWorks(stack.parts, 'cancelled', async () => {
    await stack.parts.embedding.stop();
    return rebuild({ collection: 'cancelled' });
  });
  const second = await index.ask(
    `mutation { rebuildCollection(input: { collection: "cancelled" }) { job { id } } }`,
  );
  if (second.errors) assert.equal(second.errors[0]?.extensions.code, 'REBUILD_RUNNING');
  const { errors } = await index.ask(
    `mutation { cancelIndexJob(input: { id: "${job.id}" }) { job { status } } }`,
  );
  await stack.parts.embedding.start();
  if (!errors) {
    assert.deepEqual(
      (await views('cancelled')).map(({ state }) => state),
      ['SERVING'],
    );
    assert.equal((await ended(job.id))?.status, 'CANCELLED');
  }
  const again = await rebuild({ collection: 'cancelled' });
  assert.equal((await ended(again.id))?.status, 'COMPLETED');
  assert.equal(idsOf(await stack.search({ collections: ['cancelled'], text: 'heron' })).length, 2);
});

test('what was accepted before, during and after the switch is found, and its jobs end', async () => {
  await stack.create('around');
  await stack.add(
    'around',
    Array.from({ length: 20 }, (_, n) => story(n)),
  );
  const jobs: string[] = [];
  let writing = true;
  const writer = (async () => {
    for (let n = 0; writing; n++) {
      const { job } = await index.add({
        collection: 'around',
        documents: [story(n % 20, 'lynx'), story(1000 + n)],
      });
      jobs.push(job.id);
    }
    return jobs.length;
  })();
  const job = await rebuild({ collection: 'around', priority: -50 });
  assert.equal((await ended(job.id))?.status, 'COMPLETED');
  writing = false;
  const written = await writer;
  for (const id of jobs) {
    const last = await ended(id);
    assert.deepEqual([last?.status, last?.processed], ['COMPLETED', 2]);
  }
  await workedOff(index, 'around');
  const { collection } = await index.collection('around');
  assert.equal(collection.documentCount, 20 + written);
  assert.equal(collection.vectorCount, 20 + written);
});

test('what search looks at alone changes at once, and no rebuild is asked for', async () => {
  await stack.create('effort');
  const { data, errors } = await update({ collection: 'effort', index: { ef: 512 }, description: 'new' });
  assert.equal(errors, undefined);
  assert.deepEqual(data.updateCollection.collection.index, { kind: 'AUTO', builtAs: 'FLAT', ef: 512 });
  assert.deepEqual([data.updateCollection.collection.description, data.updateCollection.job], ['new', null]);
});

test('a field can be added to a collection that has documents, and filters know it at once', async () => {
  await stack.create('grown');
  await stack.add('grown', [story(1)]);
  const add = (field: object) => update({ collection: 'grown', addFields: [field] });
  const refused = await add({ name: 'colour', type: 'STRING', required: true });
  assert.equal(refused.errors?.[0]?.extensions.argument, 'input.addFields[0]');
  assert.equal((await add({ name: 'colour', type: 'STRING', default: 'grey' })).errors, undefined);
  await stack.add('grown', [{ ...story(2), metadata: { colour: 'red' } }, story(3)]);
  const found = async (value: string) =>
    idsOf(
      await stack.search({ collections: ['grown'], text: 'river', filter: { field: 'colour', eq: value } }),
    );
  assert.deepEqual([await found('red'), await found('grey')], [['d2'], ['d3']]);
});
