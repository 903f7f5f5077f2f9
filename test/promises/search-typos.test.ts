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
  await operator.create({ name: 'notes' });
  await operator.add('notes', {
    honey: ['How bees make honey', 'Workers carry nectar to the hive and seal it into cells of wax.'],
    vector: ['What a vector database does', 'It keeps embeddings of documents.'],
    machine: ['Engines', 'The machines of the mill, and form 1234 of it.'],
    向量: ['什麼是向量資料庫', '向量資料庫儲存 hologram，並找出最相近的內容。'],
  });
});
after(() => stack?.[Symbol.asyncDispose]());

const SEARCH = `query ($input: SearchInput!) { search(input: $input) { didYouMean explain { notes }
  edges { highlights { fragments { html } } node { documentId } } } }`;
async function search(text: string, more: object = {}, client = operator) {
  const input = { collections: ['notes'], text, mode: 'KEYWORD', ...more };
  const { didYouMean, edges } = (await client.data(SEARCH, { input })).search;
  const ids = edges.map(({ node }: { node: { documentId: string } }) => node.documentId);
  return { didYouMean, ids, edges };
}

test('a misspelt word finds what it was meant to be, and the answer says so', async () => {
  for (const [text, meant, id] of [
    ['hony', 'honey', 'honey'],
    ['vektor', 'vector', 'vector'],
    ['Vecotr databse', 'Vector database', 'vector'],
    ['ohney', 'honey', 'honey'],
    ['hologarm 資料庫', 'hologram 資料庫', '向量'],
  ] as const) {
    for (const mode of ['KEYWORD', 'HYBRID']) {
      const { didYouMean, ids } = await search(text, { mode });
      assert.deepEqual([didYouMean, ids[0]], [meant, id], `${mode} ${text}`);
    }
  }
  const { edges } = await search('hony');
  assert.match(JSON.stringify(edges), /How bees make <mark>honey<\/mark>/);
  const { didYouMean, ids } = await search('which of the six workers carries hony into wax cells of hives');
  assert.match(didYouMean, /carries honey into/);
  assert.deepEqual(ids, ['honey']);
});

test('a short word with one letter for another is asked about and not searched for: it may well be another word', async () => {
  for (const mode of ['KEYWORD', 'HYBRID']) {
    const { didYouMean, ids } = await search('Hyve wax', { mode });
    assert.deepEqual([didYouMean, ids[0]], ['Hive wax', 'honey'], mode);
  }
  const { didYouMean, ids } = await search('hyve');
  assert.deepEqual([didYouMean, ids], ['hive', []]);
  assert.equal(
    (await search('mall')).didYouMean,
    null,
    'a word of English, beside the mill of the documents',
  );
});

test('words that exist in the documents or in English, numbers, short words, quotes, required words and Chinese are left as they are', async () => {
  for (const text of [
    'honey',
    'machine',
    'making',
    'form 1235',
    'hve',
    'money',
    'sectors',
    '"hony"',
    '+hony bees',
    '向量資枓庫',
    'zzzzzz',
    'hon3y',
    'HONY',
    'hoNy',
    'What is "hony" made of?',
  ]) {
    assert.equal((await search(text)).didYouMean, null, text);
  }
  assert.equal((await search('hony', { mode: 'SEMANTIC' })).didYouMean, null);
  const off = await search('hony', { typos: false });
  assert.deepEqual([off.didYouMean, off.ids], [null, []]);
});

test('a correction goes by the documents that are there now', async () => {
  await operator.create({ name: 'moving' });
  const ask = (text: string) => search(text, { collections: ['moving'] });
  await operator.add('moving', { a: ['A zeppelin', 'The zepelin landed.'] });
  assert.equal((await ask('zepelin')).didYouMean, null, 'it exists');
  assert.equal((await ask('telskope')).didYouMean, null);
  await operator.add('moving', {
    b: ['A telescope', 'It looks at the telescope.'],
    a: ['A zeppelin', 'It landed.'],
  });
  assert.equal((await ask('telskope')).didYouMean, 'telescope', 'a new word counts at once');
  assert.equal((await ask('zepelin')).didYouMean, 'zeppelin', 'what was replaced no longer counts');
  await operator.remove('moving', ['b']);
  assert.equal((await ask('telskope')).didYouMean, null, 'nor what was deleted');
});

test('a tenant is never corrected to a word of another', async () => {
  await operator.create({ name: 'letters', partitionBy: { by: 'TENANT' } });
  await as(keys.north).add('letters', { n: ['Snow', 'A zeppelin over the ice.'] });
  await as(keys.south).add('letters', { s: ['Sand', 'A caravan in the desert.'] });
  const meant = async (key: string, text: string) =>
    (await search(text, { collections: ['letters'] }, as(key))).didYouMean;
  assert.equal(await meant(keys.north, 'zepelin'), 'zeppelin');
  assert.equal(await meant(keys.south, 'zepelin'), null);
  assert.equal(await meant(keys.south, 'carvan'), 'caravan');
});
