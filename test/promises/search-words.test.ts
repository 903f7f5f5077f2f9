import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bootWords, type WordsStack } from '../support/words.ts';

let stack: WordsStack;
const modes = ['KEYWORD', 'SEMANTIC', 'HYBRID'];
const sorted = (ids: string[]) => ids.toSorted();

before(async () => {
  stack = await bootWords();
  await stack.create({
    name: 'notes',
    fields: [{ name: 'tags', type: 'STRING_LIST' }],
    keywords: { fields: [{ field: 'tags' }] },
  });
  await stack.add('notes', {
    art: ['Painting', 'The state of the art in portrait painting.'],
    state: ['The arts', 'What the state pays for art, and what for an artist.'],
    cpp: ['C++ in depth', 'Templates and well-known idioms of the language.'],
    tagged: ['A tagged note', 'Nothing but a tag.', { metadata: { tags: ['deep learning', 'art history'] } }],
    minus: ['Temperature', 'At -1 degrees water freezes; the state of it changes.'],
    向量: ['什麼是向量資料庫', '向量資料庫儲存由模型產生的向量，並快速找出與問題最相近的內容。'],
    資料: ['資料的向量', '資料庫與向量是兩件事，茶也是。'],
  });
});
after(() => stack?.[Symbol.asyncDispose]());

const find = async (text: string, mode: string, more = {}) =>
  sorted(await stack.found({ collections: ['notes'], text, mode, ...more }));

test('a phrase in quotes stands as such in every document that is found, in each mode and script', async () => {
  for (const mode of modes) {
    assert.deepEqual(await find('"state of the art"', mode), ['art'], mode);
    assert.deepEqual(await find('“STATE of the Art” painting', mode), ['art'], mode);
    assert.deepEqual(await find('"art state"', mode), [], mode);
    assert.deepEqual(await find('「向量資料庫」', mode), ['向量'], mode);
    assert.deepEqual(await find('「向量数据库」', mode), [], '数据 is another word than 資料');
    assert.deepEqual(await find('"向量资料库"', mode), ['向量'], `${mode}: simplified`);
    assert.deepEqual(await find('"deep learning"', mode), ['tagged'], `${mode}: a keyword field`);
  }
  const { totalCount, totalCountRelation } = await stack.search({
    collections: ['notes'],
    text: '"portrait paintings"',
  });
  assert.deepEqual(
    [totalCount, totalCountRelation],
    [1, 'EXACT'],
    'words of a phrase are stemmed as all are',
  );
});

test('a required word stands in every document that is found, an excluded one in none', async () => {
  for (const mode of modes) {
    assert.deepEqual(await find('+art painting', mode), ['art', 'state', 'tagged'], mode);
    assert.deepEqual(await find('+art painting -state', mode), ['tagged'], mode);
    assert.deepEqual(await find('+art -"state of the art" -"art history"', mode), ['state'], mode);
    assert.deepEqual(await find('+C++ templates', mode), ['cpp'], mode);
    assert.deepEqual(await find('+向量 -茶', mode), ['向量'], mode);
    assert.deepEqual(await find('+well-known idioms', mode), ['cpp'], mode);
    assert.equal((await find('state -art', mode)).includes('art'), false, mode);
  }
});

test('numbers, lone signs, open quotes and sentences with quotes are searched for as they stand', async () => {
  const plain = async (text: string) => {
    const [asked, literal] = [{ collections: ['notes'], text }, { syntax: 'PLAIN' }];
    const score = ({ edges }: { edges: object[] }) => edges.map((edge) => ({ ...edge, cursor: '' }));
    assert.deepEqual(
      score(await stack.search(asked)),
      score(await stack.search({ ...asked, ...literal })),
      text,
    );
  };
  for (const text of [
    'water at -1',
    'a - b + c',
    'state "of',
    'What is "the state" of water?',
    '「境」的意義為何？',
  ])
    await plain(text);
  assert.deepEqual(await find('What is the "state of the art"?', 'HYBRID', { syntax: 'QUERY' }), ['art']);
  assert.equal((await find('art -state', 'KEYWORD', { syntax: 'PLAIN' })).includes('state'), true);
});

test('a text without a word to look for says so where it is searched by words alone', async () => {
  for (const text of ['the of', '?!', '"the"']) {
    const { edges, explain } = await stack.search({ collections: ['notes'], text, mode: 'KEYWORD' });
    assert.deepEqual(edges, [], text);
    assert.match(explain.notes[0] ?? '', /no word that KEYWORD searches look for.*Choose HYBRID/, text);
  }
  for (const input of [{ text: 'the of' }, { text: 'xyzzy', mode: 'KEYWORD' }]) {
    assert.deepEqual((await stack.search({ collections: ['notes'], ...input })).explain.notes, []);
  }
});

test('a text that says only what must not be found, or too much, is refused with what to do', async () => {
  const only = await stack.refused({ collections: ['notes'], text: '-art -"the state"' });
  assert.deepEqual([only.code, only.argument], ['BAD_USER_INPUT', 'input.text']);
  assert.match(only.message, /syntax: PLAIN/);
  const text = `x ${Array.from({ length: 33 }, (_, n) => `+w${n}`).join(' ')}`;
  assert.match((await stack.refused({ collections: ['notes'], text })).message, /33 words.*at most 32/);
});

test('a phrase is marked as one where it stands, and its words are not marked alone', async () => {
  const html = async (text: string) =>
    (await stack.search({ collections: ['notes'], text, mode: 'KEYWORD' })).edges.flatMap(
      ({ highlights }: { highlights: { fragments: { html: string }[] }[] }) =>
        highlights.flatMap(({ fragments }) => fragments.map((fragment) => fragment.html)),
    );
  assert.deepEqual(await html('"state of the art"'), [
    'The <mark>state of the art</mark> in portrait painting.',
  ]);
  const chinese = await html('「向量資料庫」');
  assert.deepEqual(chinese, [
    '什麼是<mark>向量資料庫</mark>',
    '<mark>向量資料庫</mark>儲存由模型產生的向量，並快速找出與問題最相近的內容。',
  ]);
});

test('a phrase is found where it begins in one passage and ends in the next, and where all its words are common', async () => {
  await stack.create({ name: 'long', passages: { maxTokens: 32, overlapTokens: 0 } });
  const filler = (n: number) =>
    `Paragraph ${n} says that the silver river runs past the old mill and on to the sea.`;
  const sentences = Array.from({ length: 30 }, (_, n) => filler(n));
  await stack.add('long', {
    across: ['Across', [...sentences, 'It ends in zebra.', 'Crossing comes next.', ...sentences].join(' ')],
    apart: ['Apart', [...sentences, 'A zebra.', ...sentences, 'A crossing.', ...sentences].join(' ')],
    ...Object.fromEntries(
      Array.from({ length: 150 }, (_, n) => [
        `d${n}`,
        ['Rivers', `${filler(n)} The mill is silver and old.`],
      ]),
    ),
    rare: ['Rare', 'The mill silver that nobody wants.'],
  });
  for (const mode of modes) {
    const found = (text: string) => stack.found({ collections: ['long'], text, mode, candidates: 10 });
    assert.deepEqual(await found('"zebra crossing"'), ['across'], mode);
    assert.deepEqual(await found('river "mill silver"'), ['rare'], mode);
    assert.deepEqual(sorted(await found('+zebra river')), ['across', 'apart'], mode);
  }
  const many = {
    collections: ['long'],
    text: 'old river -"past the old mill"',
    mode: 'SEMANTIC',
    candidates: 10,
  };
  assert.deepEqual(await stack.found(many), ['rare']);
});

test('a word in the title counts as often as the title weighs', async () => {
  const documents = {
    title: ['Granite', 'A stone of which mountains are made, hard and grey.'],
    body: ['A stone', 'Granite of which mountains are made, hard and grey.'],
  } satisfies Record<string, [string, string]>;
  for (const [titleWeight, first] of [
    [5, 'title'],
    [0, 'body'],
  ] as const) {
    const name = `weight${titleWeight}`;
    await stack.create({ name, keywords: { titleWeight } });
    await stack.add(name, documents);
    const ids = await stack.found({ collections: [name], text: 'granite', mode: 'KEYWORD' });
    assert.equal(ids[0], first);
    assert.equal(ids.length, titleWeight === 0 ? 1 : 2);
  }
});
