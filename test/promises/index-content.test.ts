import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { indexClient } from '../support/indexing.ts';
import { bootSearch, idsOf, type SearchStack } from '../support/search.ts';
import { until } from '../support/until.ts';

let stack: SearchStack;
let index: ReturnType<typeof indexClient>;
before(async () => {
  stack = await bootSearch();
  index = indexClient(stack.indexUrl);
});
after(() => stack?.[Symbol.asyncDispose]());

const add = (collection: string, documents: object[], more: object = {}) =>
  index.add({ collection, documents, waitFor: 'INDEXED', ...more });
const find = async (collection: string, text: string, more: object = {}) =>
  idsOf(await stack.search({ collections: [collection], text, ...more }));

/** Passages that the embedding service has embedded so far. */
async function embedded(): Promise<number> {
  const text = await (await fetch(`${stack.parts.env.EMBEDDING_URL}/metrics`)).text();
  const lines = text.split('\n').filter((line) => /^embedding_texts_total\{.*kind="passage"/.test(line));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test('what was embedded once is not embedded again: other metadata, the same text elsewhere, a rebuild', async () => {
  const documents = [
    {
      documentId: 'a',
      title: 'Kites',
      content: 'A kite flies because the wind lifts it.',
      metadata: { year: 1 },
    },
    { documentId: 'b', content: 'A boat floats because water lifts it.' },
  ];
  await index.create({ name: 'reuse', fields: [{ name: 'year', type: 'INT' }] });
  await add('reuse', documents);
  const after = await embedded();
  const patched = await index.update({
    collection: 'reuse',
    waitFor: 'INDEXED',
    documents: [{ documentId: 'a', metadata: { year: 2 } }],
  });
  assert.equal(patched.job.status, 'COMPLETED');
  assert.deepEqual(await find('reuse', 'wind', { filter: { field: 'year', eq: 2 } }), ['a']);
  await add('reuse', documents);
  await index.create({ name: 'copy' });
  await add(
    'copy',
    documents.map(({ metadata: _none, ...one }) => one),
  );
  const { rebuildCollection } = await index.data(
    'mutation { rebuildCollection(input: { collection: "reuse" }) { job { id } } }',
  );
  assert.equal((await index.progress(rebuildCollection.job.id)).at(-1)?.job.status, 'COMPLETED');
  assert.equal(await embedded(), after, 'nothing was embedded again');
  await add('reuse', [{ documentId: 'a', title: 'Kites', content: 'A kite falls when the wind stops.' }]);
  assert.equal(await embedded(), after + 1);
});

test('the embeddings of a document go with it', async () => {
  await index.create({ name: 'private' });
  await add('private', [{ documentId: 'a', content: 'My diary of last summer.' }]);
  const kept = () => stack.parts.database((db) => db.query('select from embeddings'));
  const before = (await kept()).length;
  await index.remove({ collection: 'private', documentIds: ['a'], waitFor: 'INDEXED' });
  assert.equal((await kept()).length, before - 1);
});

test('given vectors are used as they are, as numbers or as base64, and nothing is embedded', async () => {
  await index.create({ name: 'given' });
  const before = await embedded();
  const vector = Array.from({ length: 384 }, (_, n) => Math.sin(n + 1));
  const base64 = Buffer.from(Float32Array.from(vector).buffer).toString('base64');
  const other = Array.from({ length: 384 }, (_, n) => Math.cos(3 * n));
  const { job } = await add('given', [
    { documentId: 'numbers', content: 'one', vector },
    { documentId: 'text', content: 'two', vector: base64 },
    {
      documentId: 'parts',
      content: 'first half, second half',
      passages: [
        { start: 0, end: 12, vector: other },
        { start: 11, end: 23, vector },
      ],
    },
  ]);
  assert.equal(job.status, 'COMPLETED');
  assert.equal(await embedded(), before);
  const { documents } = await index.data(
    '{ documents(collection: "given") { edges { node { documentId passages { start end vector } } } } }',
  );
  const of = (id: string) =>
    documents.edges.find(({ node }: { node: { documentId: string } }) => node.documentId === id).node
      .passages;
  const shown = Buffer.from(of('text')[0].vector, 'base64').readFloatLE(4);
  assert.ok(Math.abs(shown - Math.sin(2)) < 1e-6, 'a vector comes back as it went in');
  assert.deepEqual(of('numbers'), [{ start: 0, end: 3, vector: of('text')[0].vector }]);
  assert.deepEqual(
    of('parts').map(({ start, end }: { start: number; end: number }) => [start, end]),
    [
      [0, 12],
      [11, 23],
    ],
  );
  assert.deepEqual(await find('given', 'half', { mode: 'KEYWORD' }), ['parts']);
  await index.update({
    collection: 'given',
    waitFor: 'INDEXED',
    documents: [{ documentId: 'numbers', metadata: { a: 1 } }],
  });
  assert.equal(await embedded(), before, 'a patch of metadata keeps the vector');
  await index.update({
    collection: 'given',
    waitFor: 'INDEXED',
    documents: [{ documentId: 'numbers', content: 'new' }],
  });
  assert.equal(await embedded(), before + 1, 'another content does not');
});

for (const [mistake, document, argument] of [
  ['too few numbers', { vector: [1, 2, 3] }, 'input.documents[0].vector'],
  ['no base64', { vector: 'not base64!' }, 'input.documents[0].vector'],
  ['a text among the numbers', { vector: [1, 'two'] }, 'input.documents[0].vector[1]'],
  ['zero everywhere', { vector: Array(384).fill(0) }, 'input.documents[0].vector'],
  [
    'a gap between passages',
    {
      passages: [
        { start: 0, end: 3, vector: Array(384).fill(1) },
        { start: 5, end: 7, vector: Array(384).fill(1) },
      ],
    },
    'input.documents[0].passages[1]',
  ],
  [
    'passages that leave out the end',
    { passages: [{ start: 0, end: 3, vector: Array(384).fill(1) }] },
    'input.documents[0].passages',
  ],
  ['both ways at once', { vector: Array(384).fill(1), passages: [] }, 'input.documents[0]'],
] as const) {
  test(`a given vector with ${mistake} is refused with its place`, async () => {
    await index.ask('mutation { createCollection(input: { name: "wrong" }) { collection { id } } }');
    const { error } = await add('wrong', [{ documentId: 'a', content: 'content', ...document }]);
    assert.deepEqual([error?.extensions.code, error?.extensions.argument], ['BAD_USER_INPUT', argument]);
  });
}

test('a document that has expired is not found any more at once, and deleted soon after', async () => {
  await index.create({ name: 'expiring' });
  await add('expiring', [
    { documentId: 'soon', content: 'Soup of the day' },
    { documentId: 'later', content: 'Soup of the year', expiresAt: '2999-01-01T00:00:00Z' },
    { documentId: 'never', content: 'Soup for ever' },
  ]);
  const sorted = async (mode: string) => (await find('expiring', 'soup', { mode })).sort();
  assert.deepEqual(await sorted('HYBRID'), ['later', 'never', 'soon']);
  const soon = new Date(Date.now() + 2_500).toISOString();
  await index.update({
    collection: 'expiring',
    waitFor: 'INDEXED',
    documents: [{ documentId: 'soon', expiresAt: soon }],
  });
  await until('its time to have come', () => Date.now() > Date.parse(soon));
  for (const mode of ['HYBRID', 'KEYWORD', 'SEMANTIC'])
    assert.deepEqual(await sorted(mode), ['later', 'never']);
  assert.equal(await index.document('expiring', 'soon'), null);
  const { documents } = await index.data(
    '{ documents(collection: "expiring") { totalCount edges { node { documentId } } } }',
  );
  assert.deepEqual([documents.totalCount, documents.edges.length], [2, 2]);
  await until(
    'it to be deleted',
    async () => (await index.collection('expiring')).collection,
    ({ documentCount, vectorCount }) => documentCount === 2 && vectorCount === 2,
  );
  const past = await add('expiring', [{ documentId: 'x', content: 'x', expiresAt: '2020-01-01T00:00:00Z' }]);
  assert.equal(past.error?.extensions.argument, 'input.documents[0].expiresAt');
  await index.update({
    collection: 'expiring',
    waitFor: 'INDEXED',
    documents: [{ documentId: 'later', expiresAt: null }],
  });
  assert.deepEqual(
    (await index.data('{ document(collection: "expiring", documentId: "later") { expiresAt } }')).document,
    { expiresAt: null },
  );
});

test('a passage is found by the heading that it stands under, and says which', async () => {
  await index.create({ name: 'guides', passages: { maxTokens: 64, overlapTokens: 0 } });
  const sentence = (about: string) =>
    `This part tells about ${about} in some detail and goes on for a while. `;
  const content = `# Handbook\n\n${sentence('nothing').repeat(2)}\n\n## Watering\n\n${sentence('the first thing').repeat(12)}\n\n## Pruning\n\n${sentence('the other thing').repeat(12)}`;
  await add('guides', [{ documentId: 'a', content }]);
  const { search } = await stack.data(
    `{ search(input: { collections: ["guides"], text: "pruning", mode: KEYWORD }) { edges { passage { text headings } node { content } } } }`,
  );
  const [edge] = search.edges;
  assert.ok(edge.passage.text.includes('## Pruning') || edge.passage.headings.includes('Pruning'));
  assert.equal(edge.node.content, content);
  const passages = (
    await index.data('{ document(collection: "guides", documentId: "a") { passages { start headings } } }')
  ).document.passages;
  assert.ok(passages.length > 5);
  assert.deepEqual(passages.at(-1).headings, ['Handbook', 'Pruning']);
});

test('a word in the title counts for more than one in the content, and a field is searched where it is said to be', async () => {
  await index.create({
    name: 'weighted',
    fields: [
      { name: 'author', type: 'STRING' },
      { name: 'tags', type: 'STRING_LIST' },
    ],
    keywords: {
      titleWeight: 5,
      fields: [
        { field: 'author', weight: 2 },
        { field: 'tags', weight: 1 },
      ],
    },
  });
  await add('weighted', [
    { documentId: 'title', title: 'Lighthouse', content: 'A tower by the sea.' },
    { documentId: 'content', title: 'Tower', content: 'A lighthouse by the sea.' },
    { documentId: 'fields', content: 'A poem.', metadata: { author: 'Woolf', tags: ['lighthouse keeping'] } },
  ]);
  const ids = await find('weighted', 'lighthouse', { mode: 'KEYWORD' });
  assert.deepEqual([ids[0], new Set(ids)], ['title', new Set(['title', 'content', 'fields'])]);
  assert.deepEqual(await find('weighted', 'woolf', { mode: 'KEYWORD' }), ['fields']);
});

test('EXACT keeps words as they are written: nothing is stemmed and no stop word left out', async () => {
  await index.create({ name: 'exact', keywords: { analyzer: 'EXACT' } });
  await add('exact', [
    { documentId: 'a', content: 'to be or not to be' },
    { documentId: 'b', content: 'running' },
  ]);
  assert.deepEqual(await find('exact', 'to be', { mode: 'KEYWORD' }), ['a']);
  assert.deepEqual(await find('exact', 'run', { mode: 'KEYWORD' }), []);
  assert.deepEqual(await find('exact', 'Running', { mode: 'KEYWORD' }), ['b']);
});
