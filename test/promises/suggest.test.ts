import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bootWords, type WordsStack, wordsClient } from '../support/words.ts';

const keys = { north: 'the-key-of-the-north-tenant', south: 'the-key-of-the-south-tenant' };
const apiKey = 'the-key-of-the-operators';
let stack: WordsStack;
let operator: ReturnType<typeof wordsClient>;
const as = (key: string) => wordsClient(stack.url, { authorization: `Bearer ${key}` });

before(async () => {
  stack = await bootWords({
    KITEGRAPH_API_KEY: apiKey,
    KITEGRAPH_TENANT_KEYS: `north=${keys.north}, south=${keys.south}`,
  });
  operator = as(apiKey);
  const fields = [{ name: 'year', type: 'INT' }];
  await operator.create({ name: 'articles', fields });
  await operator.add('articles', {
    what: [
      'What a vector database does',
      'A vector database keeps embeddings.',
      { metadata: { year: 2020 } },
    ],
    search: ['Vector search', 'Vectors, and the vehicles that carry them.', { metadata: { year: 2024 } }],
    café: ['Un Café à Paris', 'Le café des artistes.'],
    bees: ['How bees make honey', 'The state of the art of honey; vegetables too.'],
    向量: ['什麼是向量資料庫', '向量資料庫儲存由模型產生的向量。'],
    茶: ['泡茶的方法', '先溫壺，再放茶葉。'],
  });
});
after(() => stack?.[Symbol.asyncDispose]());

const SUGGEST = `query ($collections: [ID!]!, $prefix: String!, $first: Int, $filter: FilterInput, $partitions: [String!]) {
  suggest(collections: $collections, prefix: $prefix, first: $first, filter: $filter, partitions: $partitions) {
    completions { text } titles { title collectionName node { documentId title content revision } } notes } }`;
async function suggest(prefix: string, more: object = {}, client = operator) {
  const variables = { collections: ['articles'], prefix, first: 10, ...more };
  const { completions, titles } = (await client.data(SUGGEST, variables)).suggest;
  return {
    texts: completions.map(({ text }: { text: string }) => text),
    ids: titles.map(({ node }: { node: { documentId: string } }) => node.documentId),
    titles,
  };
}

test('a beginning is completed to words of the documents, and to titles that have it at the beginning of a word', async () => {
  const { texts, ids } = await suggest('vec');
  assert.deepEqual([texts, ids], [['vector'], ['search', 'what']]);
  assert.deepEqual((await suggest('ve')).texts.toSorted(), ['vector', 'vegetables', 'vehicles']);
  assert.deepEqual((await suggest('VECTOR D')).texts, ['VECTOR database']);
  assert.deepEqual((await suggest('vector d')).ids, ['what']);
  assert.deepEqual((await suggest('state of the a')).texts, ['state of the art']);
  assert.deepEqual((await suggest('honey da')).texts, [], 'words that do not stand together');
  assert.deepEqual((await suggest('cafe')).ids, ['café']);
  assert.deepEqual((await suggest('ector')).ids, []);
  assert.deepEqual((await suggest('🎉')).texts, [], 'no word begins with a picture sign');
  const one = await suggest('ve', { first: 1 });
  assert.deepEqual([one.texts.length, one.ids], [1, ['search']]);
});

test('Chinese is completed, in either way of writing', async () => {
  for (const prefix of ['向', '向量', '向量资', '向量資料']) {
    const { texts, ids } = await suggest(prefix);
    assert.deepEqual(ids, ['向量'], prefix);
    assert.ok(
      texts.length > 0 && texts.every((text: string) => text.startsWith(prefix.slice(0, 2))),
      `${prefix} ${texts}`,
    );
  }
  assert.ok((await suggest('向量资')).texts.some((text: string) => /^向量資料/.test(text)));
  assert.deepEqual((await suggest('茶')).ids, ['茶']);
});

test('a suggested document can be asked for whatever any subgraph knows of it', async () => {
  const { titles } = await suggest('how bees');
  assert.deepEqual(titles, [
    {
      title: 'How bees make honey',
      collectionName: 'articles',
      node: {
        documentId: 'bees',
        title: 'How bees make honey',
        content: 'The state of the art of honey; vegetables too.',
        revision: 1,
      },
    },
  ]);
});

test('only what passes the filter is suggested', async () => {
  const filter = { field: 'year', gte: 2022 };
  const { texts, ids } = await suggest('ve', { filter });
  assert.deepEqual([texts.toSorted(), ids], [['vector', 'vehicles'], ['search']]);
  assert.deepEqual((await suggest('vector d', { filter })).texts, []);
});

test('what few documents have is suggested too, behind a filter or as the next word of a phrase', async () => {
  const letters = 'bcdfghjklmnp'.split('');
  const words = letters.flatMap((one) => letters.map((other) => `sa${one}a${other}`)).slice(0, 130);
  const rare = words.at(-1) as string;
  const vector = Buffer.from(new Float32Array(384).fill(1).buffer).toString('base64');
  await operator.create({ name: 'words', fields: [{ name: 'rare', type: 'BOOLEAN' }] });
  await operator.add(
    'words',
    Object.fromEntries(
      words.map((word) => {
        const phrase = word === rare ? `quiet ${word}` : `loud ${word}`;
        return [word, [`About ${word}`, `A ${phrase}.`, { vector, metadata: { rare: word === rare } }]];
      }),
    ),
  );
  const filter = { field: 'rare', eq: true };
  const seen = async (prefix: string, more = {}) => {
    const { texts, ids } = await suggest(prefix, { collections: ['words'], ...more });
    return [texts, ids];
  };
  assert.deepEqual(await seen('s', { filter }), [[rare], [rare]]);
  assert.deepEqual(await seen('about s', { filter }), [[`about ${rare}`], [rare]]);
  assert.deepEqual(await seen('quiet s'), [[`quiet ${rare}`], []]);
  assert.equal((await suggest('loud s', { collections: ['words'] })).texts.length, 10);
});

test('a title of several collections is suggested once', async () => {
  await operator.create({ name: 'copies' });
  await operator.add('copies', { bees: ['How bees make honey', 'A copy.'], more: ['How bees fly', 'Far.'] });
  const { titles } = await suggest('how bees', { collections: ['copies', 'articles'] });
  assert.deepEqual(
    titles.map(({ title }: { title: string }) => title),
    ['How bees fly', 'How bees make honey'],
  );
});

test('what is indexed is suggested at once, and what was changed or deleted no more', async () => {
  await operator.create({ name: 'moving' });
  const collections = ['moving', 'articles'];
  const seen = async (prefix: string) => {
    const { texts, ids } = await suggest(prefix, { collections });
    return [texts, ids];
  };
  assert.deepEqual(await seen('zep'), [[], []]);
  await operator.add('moving', {
    a: ['Zeppelins over the sea', 'They float.'],
    b: ['Boats', 'A zephyr blows.'],
  });
  assert.deepEqual(await seen('zep'), [['zephyr', 'zeppelins'], ['a']]);
  await operator.add('moving', { a: ['Balloons over the sea', 'They float.'] });
  assert.deepEqual(await seen('zep'), [['zephyr'], []]);
  assert.deepEqual(await seen('balloons o'), [['balloons over'], ['a']]);
  await operator.remove('moving', ['a', 'b']);
  for (const prefix of ['zep', 'ball', 'boats']) assert.deepEqual(await seen(prefix), [[], []], prefix);
  await operator.data('mutation { deleteCollection(input: { collection: "moving" }) { id } }');
  const { errors } = await operator.ask(SUGGEST, { collections, prefix: 'zep', first: 10 });
  assert.equal(errors?.[0]?.extensions.code, 'COLLECTION_NOT_FOUND');
});

test('a rebuilt collection suggests what it did', async () => {
  await operator.create({ name: 'rebuilt' });
  await operator.add('rebuilt', { a: ['Lighthouses', 'A lantern on a cliff.'] });
  const seen = () => suggest('l', { collections: ['rebuilt'] });
  const before = await seen();
  assert.deepEqual(before.ids, ['a']);
  const { rebuildCollection } = await operator.data(
    'mutation { rebuildCollection(input: { collection: "rebuilt" }) { job { id } } }',
  );
  const progress = 'subscription ($id: ID!) { indexJobProgress(id: $id) { job { status } } }';
  const client = operator.events(progress, { id: rebuildCollection.job.id });
  for await (const _event of client);
  assert.deepEqual(await seen(), before);
});

test('a tenant is suggested nothing of another, and a partition nothing of the others', async () => {
  await operator.create({ name: 'letters', partitionBy: { by: 'TENANT' } });
  await as(keys.north).add('letters', { '1': ['Secret of the north', 'Sledges.'] });
  await as(keys.south).add('letters', { '1': ['Secret of the south', 'Sandals.'] });
  const seen = async (key: string, prefix: string) => {
    const { texts, titles } = await suggest(prefix, { collections: ['letters'] }, as(key));
    return [texts.toSorted(), titles.map(({ title }: { title: string }) => title)];
  };
  assert.deepEqual(await seen(keys.north, 's'), [['secret', 'sledges'], ['Secret of the north']]);
  assert.deepEqual(await seen(keys.south, 's'), [['sandals', 'secret', 'south'], ['Secret of the south']]);
  await operator.create({ name: 'news', partitionBy: { by: 'NAME' } });
  for (const name of ['old', 'new'])
    await operator.data(
      `mutation { createPartition(input: { collection: "news", name: "${name}" }) { partition { name } } }`,
    );
  await operator.add('news', {
    o: ['Wind of old', 'Weathercocks.', { partition: 'old' }],
    n: ['Wind of today', 'Windmills.', { partition: 'new' }],
  });
  const news = await suggest('w', { collections: ['news'], partitions: ['new'] });
  assert.deepEqual([news.texts.toSorted(), news.ids], [['wind', 'windmills'], ['n']]);
});

test('a mistake is refused with its place', async () => {
  for (const [variables, argument] of [
    [{ prefix: '  ' }, 'prefix'],
    [{ prefix: 'x'.repeat(101) }, 'prefix'],
    [{ first: 0 }, 'first'],
    [{ first: 51 }, 'first'],
    [{ collections: [] }, 'collections'],
    [{ filter: { field: 'nothing', eq: 1 } }, 'filter.field'],
  ] as const) {
    const { errors } = await operator.ask(SUGGEST, {
      collections: ['articles'],
      prefix: 'x',
      first: 10,
      ...variables,
    });
    assert.equal(errors?.[0]?.extensions.argument, argument);
  }
  const { texts, ids } = await suggest('?!');
  assert.deepEqual([texts, ids], [[], []]);
});
