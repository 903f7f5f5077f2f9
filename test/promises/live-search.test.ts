import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { seeded } from '../../chaos/random.ts';
import { readSettings } from '../../lib/settings.ts';
import { queryConfig } from '../../subgraphs/query/config.ts';
import { startQuery } from '../../subgraphs/query/server.ts';
import { graphqlClient } from '../support/client.ts';
import { type Following, follow } from '../support/following.ts';
import { bootStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

const stack = await bootStack('one', { KITEGRAPH_LIVE_SEARCHES_PER_CALLER: '60' });
after(() => stack[Symbol.asyncDispose]());
const client = graphqlClient(stack.url);

const ADD = `mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position job { status } } }`;
const add = async (collection: string, documents: object[], more: object = {}) =>
  (await client.data(ADD, { input: { collection, documents, waitFor: 'INDEXED', ...more } })).addDocuments;
const remove = (collection: string, documentIds: string[]) =>
  client.data(`mutation ($input: DeleteDocumentsInput!) { deleteDocuments(input: $input) { position } }`, {
    input: { collection, documentIds, waitFor: 'INDEXED' },
  });
const create = (name: string, more: object = {}) =>
  client.data(
    `mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { collection { id } } }`,
    {
      input: { name, fields: [{ name: 'year', type: 'INT' }], ...more },
    },
  );
const found = async (input: object, first: number): Promise<string[]> => {
  const { search } = await client.data(
    `query ($input: SearchInput!, $first: Int!) { search(input: $input, first: $first) { edges { node { documentId } } } }`,
    { input, first },
  );
  return search.edges.map(({ node }: { node: { documentId: string } }) => node.documentId);
};

test('a standing search gives its page, and then what enters, changes, moves and leaves', async () => {
  await create('birds');
  await add('birds', [
    { documentId: 'a', content: 'A heron stands in the river.' },
    { documentId: 'b', content: 'A badger digs in the forest.' },
  ]);
  await using live = await follow(stack.url, { collections: ['birds'], text: 'heron', mode: 'KEYWORD' });
  assert.deepEqual(live.events[0], { fresh: true, changes: ['ENTERED a 0'] });

  await add('birds', [{ documentId: 'c', content: 'heron heron heron' }]);
  await live.until((ids) => ids.length === 2);
  assert.deepEqual(live.events[1], { fresh: false, changes: ['ENTERED c 0'] });
  assert.deepEqual(live.list, ['c', 'a']);

  await add('birds', [{ documentId: 'c', content: 'heron heron heron!' }]);
  await live.untilEvents(3);
  assert.deepEqual(live.events[2]?.changes, ['CHANGED c 0']);

  await add('birds', [
    {
      documentId: 'c',
      content:
        'In a long text about ponds, brooks and meadows a heron is named once, and never again after it.',
    },
  ]);
  await live.until((ids) => ids[0] === 'a');
  assert.match(live.events[3]?.changes.join() ?? '', /^MOVED a 0,CHANGED c 1$/);

  await remove('birds', ['a']);
  await live.until((ids) => ids.length === 1);
  assert.deepEqual(live.events[4]?.changes, ['LEFT a']);
});

test('who asks the same later gets the page as it is now, and an event can carry fields of other subgraphs', async () => {
  const input = { collections: ['birds'], text: 'heron', mode: 'KEYWORD' };
  await using first = await follow(stack.url, input);
  await add('birds', [{ documentId: 'd', content: 'Another heron.' }]);
  await first.until((ids) => ids.includes('d'));
  await using second = await follow(stack.url, input);
  await second.until((ids) => ids.join() === first.list.join());
  for await (const { data, errors } of client.events(
    `subscription ($input: SearchInput!) { searchUpdates(input: $input) { page { edges { node { documentId indexedAt collection { documentCount } } } } } }`,
    { input },
  )) {
    assert.equal(errors, undefined);
    assert.equal(data.searchUpdates.page.edges[0].node.collection.documentCount, 3);
    assert.ok(data.searchUpdates.page.edges[0].node.indexedAt);
    break;
  }
});

test('only searches that a write can touch are run again', async () => {
  await create('many');
  const words = Array.from({ length: 30 }, (_, n) => `quartz${n}`);
  await add(
    'many',
    words.map((word, n) => ({ documentId: word, content: `${word} is number ${n} of the minerals.` })),
  );
  const lives: Following[] = [];
  try {
    for (const text of words)
      lives.push(await follow(stack.url, { collections: ['many'], text, mode: 'KEYWORD' }, { first: 1 }));
    const [before, late, unknown] = await Promise.all([runs('touched'), runs('late'), runs('unknown')]);
    await add('many', [{ documentId: 'new', content: 'quartz7 quartz7 quartz7' }]);
    await lives[7]?.until(([top]) => top === 'new');
    assert.equal((await runs('touched')) - before, 1);
    // By the time the others are caught up with, the collection has been looked at as a whole.
    await until(
      'the others to be caught up with',
      () => runs('late'),
      (count) => count > late,
    );
    assert.equal(await runs('unknown'), unknown);
  } finally {
    for (const live of lives) await live[Symbol.asyncDispose]();
  }
});

test('documents that change places only because words have become more frequent do so with the write that made them so', async () => {
  await create('drifting');
  const long = (word: string, n: number) => ({
    documentId: `${word}${n}`,
    content: `Beside a ${word} there are many other animals in this long text, and each of them has its own name.`,
  });
  await add('drifting', [
    { documentId: 'a', content: 'A heron here.' },
    { documentId: 'b', content: 'An otter here.' },
    ...[1, 2].map((n) => long('otter', n)),
  ]);
  const input = { collections: ['drifting'], text: 'heron otter', mode: 'KEYWORD' };
  await using live = await follow(stack.url, input, { first: 2 });
  assert.deepEqual(live.list, ['a', 'b']);
  const before = await pages('late');
  await add(
    'drifting',
    [1, 2, 3].map((n) => long('heron', n)),
  );
  await live.until((ids) => ids.join() === 'b,a');
  assert.equal(await pages('late'), before);
});

test('after any burst of writes the list is what search answers, whatever the mode', async () => {
  await create('stories');
  const random = seeded(3);
  const vocabulary = [
    'heron',
    'badger',
    'lynx',
    'falcon',
    'salmon',
    'river',
    'forest',
    '河流',
    '森林',
    '蒼鷺',
  ];
  const story = (documentId: string) => ({
    documentId,
    title: `${random.oneOf(vocabulary)} ${random.below(100)}`,
    content: Array.from({ length: 3 + random.below(9) }, () => random.oneOf(vocabulary)).join(' '),
    metadata: { year: 2000 + random.below(10) },
  });
  const someOf = (most: number) => [
    ...new Set(Array.from({ length: 1 + random.below(most) }, () => `s${random.below(60)}`)),
  ];
  const questions = ['SEMANTIC', 'KEYWORD', 'HYBRID'].flatMap((mode) => [
    { collections: ['stories'], text: 'heron river', mode },
    { collections: ['stories'], text: '森林', mode, filter: { field: 'year', lt: 2005 } },
    { collections: ['stories', 'birds'], text: 'salmon', mode },
  ]);
  questions.push({ ...questions[6], fusion: 'RECIPROCAL_RANK' } as never);
  await using all = new AsyncDisposableStack();
  const lives: Following[] = [];
  for (const input of questions) lives.push(all.use(await follow(stack.url, input, { first: 5 })));
  for (let burst = 0; burst < 4; burst++) {
    const writes = Array.from({ length: 6 }, () =>
      random.next() < 0.7
        ? add('stories', someOf(12).map(story), { waitFor: 'ACCEPTED' })
        : remove('stories', someOf(6)),
    );
    await Promise.all(writes);
    await add('stories', [story('last')]);
    for (const [n, live] of lives.entries()) {
      const expected = await found(questions[n] as object, 5);
      await live.until(
        (ids) => JSON.stringify(ids) === JSON.stringify(expected),
        `${expected} for ${JSON.stringify(questions[n])}`,
      );
    }
  }
});

test('each of two query services shows its followers what is written', async () => {
  const { databaseUrl, milvusAddress } = stack.stores;
  const settings = readSettings(
    {
      DATABASE_URL: databaseUrl,
      MILVUS_ADDRESS: milvusAddress,
      EMBEDDING_URL: stack.services.embedding?.url,
      KITEGRAPH_QUERY_PORT: '0',
    },
    [],
  );
  await using other = await startQuery(queryConfig(settings));
  await create('shared');
  await add('shared', [{ documentId: 'a', content: 'A kingfisher at the brook.' }]);
  const input = { collections: ['shared'], text: 'kingfisher' };
  await using here = await follow(stack.services.query?.url as string, input);
  await using there = await follow(other.url, input);
  await add('shared', [{ documentId: 'b', title: 'Kingfisher', content: 'kingfisher' }]);
  await remove('shared', ['a']);
  for (const live of [here, there]) await live.until((ids) => ids.join() === 'b');
});

test('a rebuild that switches to another index gives the list of the new one', async () => {
  const input = { collections: ['birds'], text: 'heron', mode: 'KEYWORD' };
  await add('birds', [
    { documentId: 'titled', title: 'heron heron heron heron', content: 'Nothing else is said of it here.' },
  ]);
  await using live = await follow(stack.url, input);
  const before = [...live.list];
  await client.data(
    `mutation { updateCollection(input: { collection: "birds", rebuild: true, keywords: { titleWeight: 0 } }) { job { id } } }`,
  );
  await live.until((ids) => !ids.includes('titled'));
  assert.deepEqual(new Set(before), new Set([...live.list, 'titled']));
  assert.deepEqual(live.list, await found(input, 10));
});

test('a document leaves when it expires, and a search whose collection is deleted ends with the reason', async () => {
  await create('brief');
  const mayfly = { documentId: 'soon', content: 'mayfly' };
  await add('brief', [mayfly]);
  await using live = await follow(stack.url, { collections: ['brief'], text: 'mayfly' });
  assert.deepEqual(live.list, ['soon']);
  await add('brief', [{ ...mayfly, expiresAt: new Date(Date.now() + 3_000).toISOString() }]);
  await live.until((ids) => ids.length === 0);
  await client.data('mutation { deleteCollection(input: { collection: "brief" }) { id } }');
  assert.equal(await live.ended, 'COLLECTION_NOT_FOUND');
});

test('what cannot be followed is refused with the reason', async () => {
  const code = async (input: object, first?: number) => {
    await using live = await follow(
      stack.url,
      { collections: ['birds'], text: 'x', ...input },
      first ? { first } : {},
    );
    return Promise.race([live.ended, delay(5_000)]);
  };
  assert.equal(await code({ collections: ['nowhere'] }), 'COLLECTION_NOT_FOUND');
  assert.equal(await code({ text: '' }), 'BAD_USER_INPUT');
  assert.equal(await code({}, 51), 'BAD_USER_INPUT');
  assert.equal(await code({ filter: { field: 'none', eq: 1 } }), 'UNKNOWN_FIELD');
  await using all = new AsyncDisposableStack();
  for (let n = 0; n < 60; n++)
    all.use(await follow(stack.url, { collections: ['birds'], text: `heron ${n}`, mode: 'KEYWORD' }));
  assert.equal(await code({}), 'LIMIT_EXCEEDED');
});

/** How often standing searches were run for a reason, and how often they had another page then. */
const runs = (reason: string) => figure('live_search_runs_total', reason);
const pages = (reason: string) => figure('live_search_pages_total', reason);

async function figure(name: string, reason: string): Promise<number> {
  const text = await (await fetch(`${stack.services.query?.url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name}{`) && one.includes(`"${reason}"`));
  return Number(line?.split(' ').at(-1) ?? 0);
}
