import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bootSearch, idsOf, type SearchStack } from '../support/search.ts';
import { until } from '../support/until.ts';

let stack: SearchStack;
const update = (input: object) =>
  stack.index.ask(
    `mutation ($input: UpdateCollectionInput!) { updateCollection(input: $input) {
       collection { synonyms { words from } } job { id } } }`,
    { input },
  );
const setTo = async (synonyms: object[]) =>
  (await update({ collection: 'words', synonyms })).data.updateCollection;
const find = async (text: string, mode = 'KEYWORD') =>
  idsOf(await stack.search({ collections: ['words'], text, mode })).toSorted();

before(async () => {
  stack = await bootSearch();
  await stack.index.data(`mutation { createCollection(input: { name: "words", synonyms: [
    { words: ["ML", "machine learning", "機器學習"] }, { from: ["vehicle"], words: ["car", "truck"] } ] }) { collection { id } } }`);
  await stack.add('words', [
    { documentId: 'ml', content: 'An introduction to ML.' },
    { documentId: 'machine', content: 'Machines that are learning; machine learning.' },
    { documentId: '機器', content: '機器學習的入門書。' },
    { documentId: 'car', content: 'A red car.' },
    { documentId: 'vehicle', content: 'Any vehicle on the road.' },
    { documentId: '電腦', content: '我的電腦壞了。' },
    { documentId: '计算机', content: '计算机的历史。' },
  ]);
});
after(() => stack?.[Symbol.asyncDispose]());

test('synonyms find each other, words and phrases, in every script; one-way ones from their side alone', async () => {
  const three = ['machine', 'ml', '機器'].toSorted();
  for (const text of ['ml', 'machine learning']) assert.deepEqual(await find(text), three, text);
  for (const text of ['機器學習', '机器学习']) {
    // A character of these stands in another document.
    assert.deepEqual((await find(text)).slice(0, 4), [...three, '计算机'].toSorted(), text);
  }
  assert.deepEqual(await find('vehicle'), ['car', 'vehicle']);
  assert.deepEqual(await find('car'), ['car']);
  const hybrid = await stack.search({ collections: ['words'], text: 'truck vehicles' });
  assert.deepEqual(idsOf(hybrid).slice(0, 2).toSorted(), ['car', 'vehicle']);
});

test('what stands in quotes is not replaced, and what must stand in a document is not replaced there', async () => {
  assert.deepEqual(await find('"ML"'), ['ml']);
  assert.deepEqual(await find('+ML'), ['ml']);
});

test('synonyms are marked in the hits', async () => {
  const { edges } = await stack.search({ collections: ['words'], text: 'ml', mode: 'KEYWORD' });
  const html = Object.fromEntries(
    edges.map(({ node, highlights }) => [node?.documentId, highlights[0]?.fragments[0]?.html]),
  );
  assert.equal(html.機器, '<mark>機器學習</mark>的入門書。');
  assert.equal(html.machine, 'Machines that are learning; <mark>machine learning</mark>.');
});

test('a change of them needs no rebuild, and counts for the next search of every query service', async () => {
  const other = await stack.another();
  const found = async (text: string) => [
    await find(text),
    idsOf(await other.search({ collections: ['words'], text, mode: 'KEYWORD' })).toSorted(),
  ];
  assert.deepEqual(await found('電腦'), [['電腦'], ['電腦']]);
  const { collection, job } = await setTo([{ words: ['電腦', '計算機', 'computer'] }]);
  assert.deepEqual(collection.synonyms, [{ words: ['電腦', '計算機', 'computer'], from: null }]);
  assert.equal(job, null);
  for (const text of ['电脑', 'computers', '電腦']) {
    assert.deepEqual(await found(text), [['计算机', '電腦'].toSorted(), ['计算机', '電腦'].toSorted()], text);
  }
  assert.deepEqual(await find('ml'), ['ml'], 'those so far are replaced');
  const { data } = await update({ collection: 'words', description: 'As they were' });
  assert.equal(data.updateCollection.collection.synonyms.length, 1);
  await setTo([]);
  assert.deepEqual(await found('電腦'), [['電腦'], ['電腦']]);
});

test('rules that cannot be meant are refused with their place', async () => {
  const rule = (words: string[], from?: string[]) => ({ words, ...(from && { from }) });
  const long = Array.from({ length: 33 }, (_, n) => `w${n}`);
  const cases: [object[], string, RegExp][] = [
    [[rule(['a', 'b']), rule(['one'])], 'input.synonyms[1].words', /2 to 32/],
    [[rule(['a'], [])], 'input.synonyms[0].from', /1 to 32/],
    [[rule(long)], 'input.synonyms[0].words', /not 33/],
    [[rule(['a', 'x'.repeat(101)])], 'input.synonyms[0].words[1]', /100 characters/],
    [[rule(['a', '…'])], 'input.synonyms[0].words[1]', /not 0/],
    [[rule(['a', '字'.repeat(17)])], 'input.synonyms[0].words[1]', /not 17/],
    [Array.from({ length: 1001 }, () => rule(['a', 'b'])), 'input.synonyms', /1001 rules/],
  ];
  for (const [synonyms, argument, message] of cases) {
    const { errors } = await update({ collection: 'words', synonyms });
    assert.equal(errors?.[0]?.extensions.argument, argument);
    assert.match(errors?.[0]?.message ?? '', message);
  }
});

const SUGGEST = `{ suggest(collections: ["words"], prefix: "mach") { completions { text } notes } }`;

test('without PostgreSQL searches and suggestions go by the words that they know, and say so where they know none', async () => {
  await setTo([{ words: ['car', 'automobile'] }]);
  assert.deepEqual(await find('automobile'), ['car']);
  const fresh = await stack.another();
  await fresh.search({ collections: ['words'], text: 'car', mode: 'SEMANTIC' });
  const known = (await stack.data(SUGGEST)).suggest;
  assert.deepEqual(known.notes, []);
  await stack.parts.postgres.stop();
  const { completions, notes } = (await stack.data(SUGGEST)).suggest;
  assert.deepEqual(completions, known.completions);
  assert.match(notes.join(), /PostgreSQL is away/);
  const { errors } = await fresh.ask(SUGGEST);
  assert.equal(errors?.[0]?.extensions.part, 'PostgreSQL');
  assert.deepEqual(await find('automobile'), ['car']);
  const input = { collections: ['words'], text: 'automobile', mode: 'KEYWORD' };
  const { explain, edges } = await fresh.search(input);
  assert.deepEqual(edges, []);
  assert.match(explain.notes.join('\n'), /without the synonyms of "words": PostgreSQL/);
  await stack.parts.postgres.start();
  const found = await until(
    'PostgreSQL to be asked again',
    () => fresh.search(input),
    ({ explain: { notes } }) => notes.length === 0,
  );
  assert.deepEqual(idsOf(found), ['car'], 'what was answered without them is not kept');
});
