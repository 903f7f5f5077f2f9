import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { indexClient } from '../support/indexing.ts';
import { bootSearch, idsOf, type SearchStack } from '../support/search.ts';

let stack: SearchStack;
let index: ReturnType<typeof indexClient>;
before(async () => {
  stack = await bootSearch();
  index = indexClient(stack.indexUrl);
  await index.create({
    name: 'extremes',
    fields: [
      { name: 'author', type: 'STRING' },
      { name: 'tags', type: 'STRING_LIST' },
    ],
    keywords: {
      titleWeight: 10,
      contentWeight: 10,
      fields: [
        { field: 'author', weight: 10 },
        { field: 'tags', weight: 10 },
      ],
    },
  });
});
after(() => stack?.[Symbol.asyncDispose]());

const vector = Array.from({ length: 384 }, (_, n) => Math.sin(n + 1));
/** Chinese text of so many characters in which few pairs come twice. */
const chinese = (length: number, from = 0x4e00) =>
  Array.from({ length }, (_, n) => String.fromCodePoint(from + ((n * 7919) % 20_000))).join('');

const extremes: [what: string, document: { content: string; [more: string]: unknown }][] = [
  ['a title of 1,000 Chinese characters', { title: chinese(1_000), content: 'keyword' }],
  ['a title alone', { title: 'keyword', content: '' }],
  ['2,000 Chinese characters that hardly repeat', { content: `keyword ${chinese(2_000)}` }],
  ['a long Chinese text with one given vector', { content: `keyword ${chinese(30_000)}`, vector }],
  [
    'a heading of 9,000 characters',
    { content: `# ${chinese(9_000)}\n\n${'keyword and text. '.repeat(120)}` },
  ],
  ['200,000 blanks', { content: `keyword${' '.repeat(200_000)}end` }],
  ['a word of 20,000 letters', { content: `keyword ${'x'.repeat(20_000)}` }],
  ['1,000 flags and families', { content: `keyword ${'👩‍👩‍👧‍👦🇨🇭'.repeat(500)}` }],
  ['one letter with 5,000 accents', { content: `keyword e${'\u0301'.repeat(5_000)}` }],
  [
    'tags that fill the metadata',
    {
      content: 'keyword',
      metadata: { tags: Array.from({ length: 60 }, (_, n) => chinese(340, 0x4e00 + n)) },
    },
  ],
  ['64 kB of other metadata', { content: 'keyword', metadata: { note: 'x'.repeat(64 * 1024 - 11) } }],
  ['quotes and line ends', { content: 'keyword "quoted" \\ \r\n\u2028\u2029\t\u0001\u001f\ufeff' }],
];

for (const [at, [what, document]] of extremes.entries()) {
  test(`what is accepted can be indexed and is found: ${what}`, async () => {
    const documentId = `d${at}`;
    const { job, error } = await index.add({
      collection: 'extremes',
      waitFor: 'INDEXED',
      documents: [{ documentId, ...document }],
    });
    assert.equal(error, undefined);
    assert.deepEqual([job.status, job.errors], ['COMPLETED', []]);
    const found = await stack.search(
      { collections: ['extremes'], text: 'keyword', mode: 'KEYWORD' },
      { first: 50 },
    );
    if (document.content !== '' || document.title === 'keyword') assert.ok(idsOf(found).includes(documentId));
    assert.equal((await index.document('extremes', documentId)).content, document.content);
  });
}

test('ids of any characters and of the greatest length are found, replaced and deleted', async () => {
  await index.create({ name: 'ids' });
  const ids = [
    'ä'.repeat(127),
    '字'.repeat(85),
    'a:1:0',
    'a:1',
    '"; drop',
    "it's %_\\",
    ' ',
    'é',
    'e\u0301',
    '👩‍👩‍👧‍👦',
  ];
  const documents = ids.map((documentId) => ({ documentId, content: 'keyword one' }));
  const search = async () =>
    idsOf(await stack.search({ collections: ['ids'], text: 'keyword', mode: 'KEYWORD' }, { first: 50 }));
  for (const content of ['keyword one', 'keyword two']) {
    const { job } = await index.add({
      collection: 'ids',
      waitFor: 'INDEXED',
      documents: documents.map((one) => ({ ...one, content })),
    });
    assert.equal(job.status, 'COMPLETED');
    assert.deepEqual(new Set(await search()), new Set(ids));
    assert.equal((await index.collection('ids')).collection.vectorCount, ids.length);
  }
  await index.remove({ collection: 'ids', waitFor: 'INDEXED', documentIds: ids.slice(1) });
  assert.deepEqual(await search(), ids.slice(0, 1));
});

test('a partition by a field takes any value that is accepted, and says of others that they are too long', async () => {
  await index.create({
    name: 'regions',
    fields: [{ name: 'region', type: 'STRING', required: true }],
    partitionBy: { by: 'FIELD', field: 'region' },
  });
  const add = (documentId: string, region: string) =>
    index.add({
      collection: 'regions',
      waitFor: 'INDEXED',
      documents: [{ documentId, content: 'keyword', metadata: { region } }],
    });
  assert.equal((await add('long', '字'.repeat(341))).job.status, 'COMPLETED');
  const { error } = await add('longer', '字'.repeat(342));
  assert.deepEqual(
    [error?.extensions.code, error?.extensions.argument],
    ['BAD_USER_INPUT', 'input.documents[0].metadata.region'],
  );
  const patched = await index.update({
    collection: 'regions',
    documents: [{ documentId: 'long', metadata: { region: '字'.repeat(342) } }],
  });
  assert.equal(patched.error?.extensions.argument, 'input.documents[0].metadata.region');
});

test('a patch that leaves only blanks to search is refused, whatever the blanks are', async () => {
  await index.add({
    collection: 'extremes',
    waitFor: 'INDEXED',
    documents: [
      { documentId: 'titled', title: 'keyword', content: '\u3000\n' },
      { documentId: 'untitled', content: 'keyword' },
    ],
  });
  for (const patch of [
    { documentId: 'titled', title: null },
    { documentId: 'untitled', content: ' \n\t\u00a0\u3000\ufeff' },
  ]) {
    const { error } = await index.update({ collection: 'extremes', documents: [patch] });
    assert.equal(error?.extensions.argument, 'input.documents[0].content', JSON.stringify(patch));
  }
});
