import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startIndexing } from '../support/indexing.ts';
import { bootParts, type Parts } from '../support/parts.ts';

let parts: Parts;
let index: Awaited<ReturnType<typeof startIndexing>>;
before(async () => {
  parts = await bootParts();
  index = await startIndexing(parts);
  const fields = [
    { name: 'year', type: 'INT', required: true },
    { name: 'tags', type: 'STRING_LIST' },
  ];
  await index.create({ name: 'strict', strict: true, fields });
  await index.add({ collection: 'strict', documents: [good('kept')], waitFor: 'INDEXED' });
});
after(async () => {
  await index?.[Symbol.asyncDispose]();
  await parts?.[Symbol.asyncDispose]();
});

const good = (documentId: string) => ({ documentId, content: 'Good text.', metadata: { year: 2024 } });

const bad: [what: string, document: object, code: string, place: string][] = [
  ['without an id', { ...good(''), documentId: '' }, 'BAD_USER_INPUT', 'documentId'],
  ['with too long an id', good('ä'.repeat(128)), 'LIMIT_EXCEEDED', 'documentId'],
  ['with a control character in its id', good('a\nb'), 'BAD_USER_INPUT', 'documentId'],
  [
    'with a field of the wrong type',
    { ...good('x'), metadata: { year: 'soon' } },
    'BAD_USER_INPUT',
    'metadata.year',
  ],
  [
    'with a wrong list',
    { ...good('x'), metadata: { year: 1, tags: ['a', 2] } },
    'BAD_USER_INPUT',
    'metadata.tags[1]',
  ],
  [
    'with an undeclared field',
    { ...good('x'), metadata: { year: 1, colour: 'red' } },
    'UNKNOWN_FIELD',
    'metadata.colour',
  ],
  ['without a required field', { ...good('x'), metadata: {} }, 'BAD_USER_INPUT', 'metadata.year'],
  ['with too long a title', { ...good('x'), title: 't'.repeat(1001) }, 'LIMIT_EXCEEDED', 'title'],
  ['with too long a content', { ...good('x'), content: 'c'.repeat(1_000_001) }, 'LIMIT_EXCEEDED', 'content'],
  ['with nothing to search', { ...good('x'), content: '  ' }, 'BAD_USER_INPUT', 'content'],
  [
    'with too large a metadata',
    { ...good('x'), metadata: { year: 1, tags: Array.from({ length: 256 }, () => 't'.repeat(300)) } },
    'LIMIT_EXCEEDED',
    'metadata',
  ],
  [
    'with too long a list',
    { ...good('x'), metadata: { year: 1, tags: Array(257).fill('t') } },
    'BAD_USER_INPUT',
    'metadata.tags',
  ],
  [
    'with too long a value of a field',
    { ...good('x'), metadata: { year: 1, tags: ['t'.repeat(1025)] } },
    'BAD_USER_INPUT',
    'metadata.tags[0]',
  ],
  ['with half of a surrogate pair', { ...good('x'), title: 'a \ud83d' }, 'BAD_USER_INPUT', 'title'],
  [
    'with an expiry in the past',
    { ...good('x'), expiresAt: '2020-01-01T00:00:00Z' },
    'BAD_USER_INPUT',
    'expiresAt',
  ],
  ['with a partition where there are none', { ...good('x'), partition: 'p' }, 'BAD_USER_INPUT', 'partition'],
  ['with a character that no store can hold', { ...good('x'), content: 'a\0b' }, 'BAD_USER_INPUT', 'content'],
];

for (const [what, document, code, place] of bad) {
  test(`a document ${what} refuses the whole request with its place, and nothing changes`, async () => {
    const before = await index.collection('strict');
    const { error } = await index.add({
      collection: 'strict',
      documents: [good('new'), document, good('other')],
    });
    assert.equal(error?.extensions.code, code);
    assert.equal(error?.extensions.argument, `input.documents[1].${place}`);
    assert.match(error?.message ?? '', /^input\.documents\[1\]\./);
    if (code === 'LIMIT_EXCEEDED')
      assert.match(error?.message ?? '', new RegExp(`setting ${error?.extensions.setting}`));
    assert.deepEqual(await index.collection('strict'), before);
  });
}

test('a document that is in a request twice refuses it, with both places', async () => {
  const { error } = await index.add({ collection: 'strict', documents: [good('a'), good('b'), good('a')] });
  assert.equal(error?.extensions.argument, 'input.documents[2].documentId');
  assert.match(error?.message ?? '', /input\.documents\[0\]\.documentId/);
});

test('a request of more than 1,000 documents is refused, and so is one of none', async () => {
  const many = Array.from({ length: 1_001 }, (_, n) => good(`m${n}`));
  for (const documents of [many, []]) {
    const { error } = await index.add({ collection: 'strict', documents });
    assert.equal(error?.extensions.argument, 'input.documents');
  }
});

test('a request with too much text is refused at the document that is too much, and what is larger still by its size', async () => {
  const content = 'c'.repeat(1_000_000);
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ ...good(`m${n}`), content }));
  await using small = await startIndexing(parts, {
    limits: { ...index.config.limits, requestCharacters: 2_500_000 },
  });
  const { error } = await small.add({ collection: 'strict', documents: many(4) });
  assert.equal(error?.extensions.argument, 'input.documents[2]');
  assert.match(error?.message ?? '', /over 2500000 characters; send them in several requests/);
  const response = await fetch(`${index.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(60_000_000) } }),
  });
  assert.equal(response.status, 413);
  assert.ok((await response.json()).errors[0].extensions.code);
});

test('a priority, an idempotency key and a depth beyond their limits are refused with their place', async () => {
  const one = { collection: 'strict', documents: [good('x')] };
  for (const [more, place] of [
    [{ priority: 101 }, 'input.priority'],
    [{ priority: -101 }, 'input.priority'],
    [{ idempotencyKey: '' }, 'input.idempotencyKey'],
    [{ idempotencyKey: 'k'.repeat(129) }, 'input.idempotencyKey'],
  ] as const) {
    const { error } = await index.add({ ...one, ...more });
    assert.deepEqual([error?.extensions.code, error?.extensions.argument], ['BAD_USER_INPUT', place]);
  }
  await index.create({ name: 'open' });
  let deep: unknown = 'bottom';
  for (let level = 0; level < 17; level++) deep = { inner: deep };
  const { error } = await index.add({ collection: 'open', documents: [{ ...good('x'), metadata: deep }] });
  assert.match(String(error?.extensions.argument), /^input\.documents\[0\]\.metadata\.inner/);
  assert.match(error?.message ?? '', /deeper than 16 levels/);
  await index.data('mutation { deleteCollection(input: { collection: "open" }) { id } }');
});

test('an unknown collection is refused, and those that exist are named', async () => {
  const { error } = await index.add({ collection: 'strikt', documents: [good('a')] });
  assert.equal(error?.extensions.code, 'COLLECTION_NOT_FOUND');
  assert.match(error?.message ?? '', /Collections that exist: strict\./);
});

test('a patch that would remove a required field or leave nothing to search changes nothing', async () => {
  const before = await index.collection('strict');
  const patches: [object, string][] = [
    [{ documentId: 'kept', metadata: { year: null } }, 'metadata.year'],
    [{ documentId: 'kept', content: '' }, 'content'],
    [{ documentId: 'kept', content: null }, 'content'],
  ];
  for (const [patch, place] of patches) {
    const { error } = await index.update({ collection: 'strict', documents: [patch] });
    assert.equal(error?.extensions.argument, `input.documents[0].${place}`);
  }
  assert.deepEqual(await index.collection('strict'), before);
});

test('a delete needs either ids or a filter, and a filter names fields that exist', async () => {
  const documentIds = ['kept'];
  const both = await index.remove({ collection: 'strict', documentIds, filter: { field: 'year', eq: 1 } });
  assert.equal(both.error?.extensions.argument, 'input');
  assert.equal((await index.remove({ collection: 'strict' })).error?.extensions.argument, 'input');
  const { error } = await index.remove({ collection: 'strict', filter: { field: 'jahr', eq: 1 } });
  assert.equal(error?.extensions.code, 'UNKNOWN_FIELD');
  assert.match(error?.message ?? '', /year, tags/);
});

test('a delete by a filter without a condition deletes nothing', async () => {
  const before = await index.collection('strict');
  for (const filter of [{}, { and: [] }, { not: { or: [] } }]) {
    const { error } = await index.remove({ collection: 'strict', filter });
    assert.equal(error?.extensions.argument, 'input.filter');
  }
  assert.deepEqual(await index.collection('strict'), before);
});

test('a collection with a wrong name or a wrong field is refused with the place', async () => {
  const wrong: [object, string][] = [
    [{ name: '9lives' }, 'input.name'],
    [{ name: 'ok', fields: [{ name: 'a-b', type: 'INT' }] }, 'input.fields[0].name'],
    [
      { name: 'ok', fields: Array.from({ length: 65 }, (_, n) => ({ name: `f${n}`, type: 'INT' })) },
      'input.fields',
    ],
    [{ name: 'ok', batching: { lingerSeconds: 301 } }, 'input.batching.lingerSeconds'],
    [{ name: 'ok', passages: { maxTokens: 31 } }, 'input.passages.maxTokens'],
    [{ name: 'ok', keywords: { titleWeight: 11 } }, 'input.keywords.titleWeight'],
    [{ name: 'ok', index: { ef: 8 } }, 'input.index.ef'],
    [{ name: 'ok', fields: ['a', 'a'].map((name) => ({ name, type: 'INT' })) }, 'input.fields[1].name'],
  ];
  for (const [input, place] of wrong) {
    const answer = await index.ask(
      'mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { collection { id } } }',
      { input },
    );
    assert.equal(answer.errors?.[0]?.extensions.argument, place);
  }
  assert.equal((await index.data('{ collections { totalCount } }')).collections.totalCount, 1);
});
