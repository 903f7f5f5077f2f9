import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { graphqlClient } from '../support/client.ts';
import { bootStack } from '../support/stack.ts';

const keys = {
  operator: 'the-key-of-the-operators',
  north: 'the-key-of-the-north',
  south: 'the-key-of-the-south',
};

let stack: Awaited<ReturnType<typeof bootStack>>;
let client: ReturnType<typeof graphqlClient>;
const as = (key: string) => graphqlClient(stack.url, { authorization: `Bearer ${key}` });

const documents = [
  ['bees', 'How bees make honey', 'Workers carry nectar to the hive, where it is thickened into honey.'],
  ['wasps', 'Wasps', 'Wasps chew wood into paper, build nests of it and hunt other insects.'],
  ['bread', 'Baking bread', 'Flour, water, salt and yeast are kneaded, left to rise and baked in an oven.'],
  ['cake', 'Baking a cake', 'Butter, sugar, eggs and flour are beaten and baked in an oven.'],
  ['sail', 'Sailing against the wind', 'A boat tacks from side to side to get there.'],
  ['蜂', '蜜蜂如何釀蜜', '工蜂把花蜜帶回蜂巢，讓水分蒸發後封存成蜂蜜。'],
].map(([documentId, title, content]) => ({ documentId, title, content }));

const create = (input: object) =>
  client.data(
    `mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { collection { id } } }`,
    {
      input,
    },
  );
const add = (collection: string, some: object[], by = client) =>
  by.data(`mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { job { status } } }`, {
    input: { collection, waitFor: 'INDEXED', documents: some },
  });

before(async () => {
  stack = await bootStack('one', {
    KITEGRAPH_API_KEY: keys.operator,
    KITEGRAPH_TENANT_KEYS: `north=${keys.north}, south=${keys.south}`,
  });
  client = as(keys.operator);
  await create({ name: 'articles' });
  await add('articles', documents);
});
after(() => stack?.[Symbol.asyncDispose]());

const SEARCH = `query ($input: SearchInput!, $first: Int! = 10, $after: String) {
  search(input: $input, first: $first, after: $after) {
    totalCount totalCountRelation pageInfo { endCursor }
    explain { cacheLevel notes branches { branch } }
    edges { score cursor node { documentId collectionName } } } }`;
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
type Any = any;
const search = async (input: object, page: object = {}, by = client): Promise<Any> =>
  (await by.data(SEARCH, { input: { collections: ['articles'], ...input }, ...page })).search;
const ids = ({ edges }: Any): string[] => edges.map(({ node }: Any) => node.documentId);
const refusal = async (input: object, by = client) => {
  const { errors } = await by.ask(SEARCH, { input: { collections: ['articles'], ...input } });
  return { ...errors?.[0]?.extensions, message: errors?.[0]?.message ?? '' } as Any;
};
const vectorOf = async (documentId: string): Promise<string> =>
  (
    await client.data(
      `query ($id: ID!) { document(collection: "articles", documentId: $id) { passages { vector } } }`,
      { id: documentId },
    )
  ).document.passages[0].vector;

test('documents like one are found without a text, and it is not among them', async () => {
  for (const mode of ['HYBRID', 'SEMANTIC']) {
    const found = await search({ like: [{ documentId: 'bread' }], mode });
    assert.equal(ids(found)[0], 'cake', mode);
    assert.deepEqual([found.totalCount, found.totalCountRelation], [5, 'EXACT']);
    assert.ok(!ids(found).includes('bread'));
    assert.deepEqual(found.explain, { ...found.explain, notes: [], branches: [{ branch: 'SEMANTIC' }] });
  }
  const both = await search({
    like: [{ documentId: 'bread' }, { collection: 'articles', documentId: 'wasps' }],
  });
  assert.deepEqual(new Set(ids(both).slice(0, 2).concat('bees')), new Set(['cake', ids(both)[1], 'bees']));
  assert.equal(both.totalCount, 4);
});

test('what a search is to be unlike falls behind, with a text or with other documents', async () => {
  const text = 'what to do in a kitchen';
  const plain = await search({ text, mode: 'SEMANTIC' });
  const less = await search({ text, mode: 'SEMANTIC', unlike: [{ documentId: 'bread' }] });
  assert.deepEqual(ids(plain).slice(0, 2), ['cake', 'bread']);
  assert.notEqual(ids(less)[0], 'cake', 'it is like what was not wanted');
  assert.ok(!ids(less).includes('bread'));
  const like = await search({ like: [{ documentId: 'wasps' }], unlike: [{ documentId: 'bees' }] });
  assert.ok(!ids(like).includes('wasps') && !ids(like).includes('bees'));
});

test('a text and documents are searched for together, in both branches', async () => {
  const found = await search({ text: 'flour', like: [{ documentId: 'bread' }] });
  assert.equal(ids(found)[0], 'cake');
  assert.deepEqual(
    found.explain.branches.map(({ branch }: Any) => branch),
    ['SEMANTIC', 'KEYWORD'],
  );
});

test('a raw vector is searched for alone, or with a text for the words', async () => {
  const vector = await vectorOf('bees');
  const found = await search({ vector });
  assert.equal(ids(found)[0], 'bees');
  assert.ok(found.edges[0].score > 0.999);
  const list = [...new Float32Array(new Uint8Array(Buffer.from(vector, 'base64')).buffer)];
  assert.deepEqual(ids(await search({ vector: list })), ids(found));
  for (const times of [1e-30, 1e30]) {
    const ofAnotherLength = list.map((component) => component * times);
    assert.deepEqual(ids(await search({ vector: ofAnotherLength })), ids(found), `${times} times as long`);
  }
  const other = await search({ vector: await vectorOf('sail') });
  assert.equal(ids(other)[0], 'sail', 'another vector is another search for the cache');
  const words = await search({ vector, text: 'flour', keywordWeight: 1 });
  assert.deepEqual(new Set(ids(words).slice(0, 2)), new Set(['bread', 'cake']));
});

test('pages and the cache of such searches go by what they name, and by its newest revision', async () => {
  const input = { like: [{ documentId: 'bread' }] };
  const whole = ids(await search(input));
  assert.equal((await search(input)).explain.cacheLevel, 'L1');
  const first = await search(input, { first: 2 });
  const { endCursor } = first.pageInfo;
  assert.deepEqual(ids(await search(input, { after: endCursor })), whole.slice(2));
  const { errors } = await client.ask(SEARCH, {
    input: { collections: ['articles'], like: [{ documentId: 'cake' }] },
    after: endCursor,
  });
  assert.equal(errors?.[0]?.extensions.code, 'BAD_CURSOR');
  await create({ name: 'apart' });
  await add('apart', [{ documentId: 'x', content: 'Flour and yeast in an oven.' }]);
  const away = { like: [{ collection: 'apart', documentId: 'x' }] };
  assert.ok(['bread', 'cake'].includes(ids(await search(away))[0] as string));
  assert.equal((await search(away)).explain.cacheLevel, 'L1');
  await add('apart', [{ documentId: 'x', content: 'A boat that sails against the wind.' }]);
  const changed = await search(away);
  assert.deepEqual([ids(changed)[0], changed.explain.cacheLevel], ['sail', 'NONE']);
});

test("a tenant's search is like its own documents only", async () => {
  await create({ name: 'letters', partitionBy: { by: 'TENANT' } });
  const [north, south] = [as(keys.north), as(keys.south)];
  await add(
    'letters',
    [
      { documentId: 'a', content: 'Snow.' },
      { documentId: 'b', content: 'Ice.' },
    ],
    north,
  );
  await add('letters', [{ documentId: 'c', content: 'Sand.' }], south);
  const input = { collections: ['letters'], like: [{ documentId: 'a' }] };
  assert.deepEqual(ids(await search(input, {}, north)), ['b']);
  assert.equal((await refusal(input, south)).code, 'DOCUMENT_NOT_FOUND');
  assert.equal((await refusal(input)).code, 'TENANT_REQUIRED');
  const elsewhere = { like: [{ collection: 'letters', documentId: 'a' }] };
  assert.equal((await refusal(elsewhere, south)).code, 'DOCUMENT_NOT_FOUND');
  assert.equal((await search(elsewhere, {}, north)).totalCount, 6);
});

test('what cannot be searched for is refused with its place and what to do', async () => {
  await create({ name: 'english', model: 'bge-small-en-v1.5' });
  const like = [{ documentId: 'bread' }];
  const vector = await vectorOf('bees');
  const cases: [object, string, string, RegExp][] = [
    [{}, 'BAD_USER_INPUT', 'input.text', /text, vector or like/],
    [{ unlike: like }, 'BAD_USER_INPUT', 'input.unlike', /text, vector or like/],
    [{ text: ' ', like }, 'BAD_USER_INPUT', 'input.text', /empty/],
    [{ like, mode: 'KEYWORD' }, 'BAD_USER_INPUT', 'input.like', /HYBRID or SEMANTIC/],
    [{ text: 'x', vector, mode: 'KEYWORD' }, 'BAD_USER_INPUT', 'input.vector', /KEYWORD/],
    [{ text: 'x', unlike: like, mode: 'KEYWORD' }, 'BAD_USER_INPUT', 'input.unlike', /KEYWORD/],
    [{ like, rerank: true }, 'BAD_USER_INPUT', 'input.rerank', /text/],
    [{ like: Array(11).fill(like[0]) }, 'BAD_USER_INPUT', 'input.like', /at most 10/],
    [{ text: 'x', unlike: Array(11).fill(like[0]) }, 'BAD_USER_INPUT', 'input.unlike', /at most 10/],
    [{ like: [{ documentId: 'gone' }] }, 'DOCUMENT_NOT_FOUND', 'input.like[0].documentId', /"gone"/],
    [
      { text: 'x', unlike: [...like, { documentId: 'it\'s " \\ \n' }] },
      'DOCUMENT_NOT_FOUND',
      'input.unlike[1].documentId',
      /./,
    ],
    [
      { like: [{ collection: 'artcles', documentId: 'a' }] },
      'COLLECTION_NOT_FOUND',
      'input.like[0].collection',
      /articles/,
    ],
    [{ like, collections: ['articles', 'apart'] }, 'BAD_USER_INPUT', 'input.like[0].collection', /missing/],
    [
      { like: [{ collection: 'english', documentId: 'a' }] },
      'BAD_USER_INPUT',
      'input.like[0]',
      /another embedding model/,
    ],
    [{ vector, collections: ['articles', 'english'] }, 'BAD_USER_INPUT', 'input.vector', /several/],
    [{ vector: [1, 2, 3] }, 'BAD_USER_INPUT', 'input.vector', /3 components.*384/],
    [{ vector: '###' }, 'BAD_USER_INPUT', 'input.vector', /base64/],
    [{ vector: Array(384).fill(0) }, 'BAD_USER_INPUT', 'input.vector', /zero/],
    [{ vector: Array(384).fill('1') }, 'BAD_USER_INPUT', 'input.vector[0]', /number/],
  ];
  for (const [input, code, argument, message] of cases) {
    const error = await refusal(input);
    assert.deepEqual([error.code, error.argument], [code, argument], JSON.stringify(input).slice(0, 80));
    assert.match(error.message, message);
  }
});

const update = (input: object) =>
  client.ask(
    `mutation ($input: UpdateCollectionInput!) { updateCollection(input: $input) {
    collection { search { keywordWeight } } job { id } } }`,
    { input },
  );

test('a collection says what words count in its searches, at once and without a rebuild', async () => {
  await create({ name: 'wordy', search: { keywordWeight: 1 } });
  await add('wordy', documents);
  const input = { collections: ['wordy'], text: 'Where do wasps and other insects live? In an oven?' };
  const weights = async (more: object = {}) => {
    const { search: found } = await client.data(
      `query ($input: SearchInput!) { search(input: $input) { explain { cacheLevel }
         edges { explain { branches { weight } } } } }`,
      { input: { ...input, ...more } },
    );
    const [edge] = found.edges;
    return [found.explain.cacheLevel, edge.explain.branches.map(({ weight }: Any) => weight)];
  };
  assert.deepEqual(await weights(), ['NONE', [0, 1]]);
  assert.deepEqual(
    await weights({ keywordWeight: 0.25 }),
    ['NONE', [0.75, 0.25]],
    'a search may say otherwise',
  );
  const set = await update({ collection: 'wordy', search: { keywordWeight: 0.2 } });
  assert.deepEqual(set.data.updateCollection, { collection: { search: { keywordWeight: 0.2 } }, job: null });
  assert.deepEqual(await weights(), ['NONE', [0.8, 0.2]]);
  assert.deepEqual(await weights(), ['L1', [0.8, 0.2]]);
  await update({ collection: 'wordy', description: 'Other things are changed without it.' });
  assert.deepEqual(await weights(), ['L1', [0.8, 0.2]]);
  await update({ collection: 'wordy', search: { keywordWeight: null } });
  assert.deepEqual(await weights(), ['NONE', [0.5, 0.5]]);
  const { errors } = await update({ collection: 'wordy', search: { keywordWeight: 1.5 } });
  assert.deepEqual(errors?.[0]?.extensions.argument, 'input.search.keywordWeight');
});

test('weights of collections move what matches in them', async () => {
  await create({ name: 'copies' });
  await add('copies', documents);
  const first = async (weight: number, more: object = {}) => {
    const collectionWeights = [{ collection: 'copies', weight }];
    const found = await search({
      collections: ['articles', 'copies'],
      text: 'honey',
      collectionWeights,
      ...more,
    });
    assert.equal(found.totalCount > 0, true);
    return found.edges.map(({ node }: Any) => node.collectionName)[0];
  };
  for (const mode of ['SEMANTIC', 'KEYWORD', 'HYBRID']) {
    assert.equal(await first(2, { mode }), 'copies', mode);
    assert.equal(await first(0.5, { mode }), 'articles', mode);
  }
  const two = ['articles', 'copies'];
  const cases: [object, string][] = [
    [{ collection: 'apart', weight: 1 }, 'input.collectionWeights[0].collection'],
    [{ collection: 'copies', weight: -1 }, 'input.collectionWeights[0].weight'],
    [{ collection: 'copies', weight: 11 }, 'input.collectionWeights[0].weight'],
  ];
  for (const [weight, argument] of cases) {
    const error = await refusal({ collections: two, text: 'x', collectionWeights: [weight] });
    assert.deepEqual([error.code, error.argument], ['BAD_USER_INPUT', argument]);
  }
  const twice = [
    { collection: 'copies', weight: 1 },
    { collection: 'copies', weight: 2 },
  ];
  const error = await refusal({ collections: two, text: 'x', collectionWeights: twice });
  assert.equal(error.argument, 'input.collectionWeights[1].collection');
});

const relevances = async (input: object, page: object = {}): Promise<Record<string, number>> => {
  const { search: found } = await client.data(
    `query ($input: SearchInput!, $first: Int! = 100, $after: String) {
       search(input: $input, first: $first, after: $after) { edges { relevance node { documentId } } } }`,
    { input: { collections: ['articles'], ...input }, ...page },
  );
  return Object.fromEntries(found.edges.map(({ relevance, node }: Any) => [node.documentId, relevance]));
};

test('relevance tells what answers from what does not, the same on every page and by every fusion', async () => {
  for (const mode of ['SEMANTIC', 'KEYWORD', 'HYBRID']) {
    const all = await relevances({ text: 'How do bees make honey?', mode });
    assert.ok((all.bees ?? 0) > 0.8, `${mode}: ${all.bees}`);
    for (const [id, relevance] of Object.entries(all)) {
      assert.ok(relevance >= 0 && relevance <= 1);
      assert.ok(['bees', '蜂'].includes(id) || relevance < 0.5, `${mode}: ${id} ${relevance}`);
    }
    const few = await search({ text: 'How do bees make honey?', mode }, { first: 1 });
    const rest = await relevances({ text: 'How do bees make honey?', mode }, { after: few.edges[0].cursor });
    assert.deepEqual(rest, Object.fromEntries(Object.entries(all).slice(1)));
  }
  const text = 'How do bees make honey?';
  assert.deepEqual(await relevances({ text, fusion: 'RECIPROCAL_RANK' }), await relevances({ text }));
  assert.deepEqual(await relevances({ text, keywordWeight: 0.9 }), await relevances({ text }));
  const unlike = await relevances({ text, unlike: [{ documentId: 'sail' }] });
  assert.ok(Object.values(unlike).every((relevance) => relevance === null));
});

test('minScore leaves what is relevant enough, and counts only that', async () => {
  for (const mode of ['SEMANTIC', 'KEYWORD', 'HYBRID']) {
    const text = 'flour baked in an oven';
    const all = await relevances({ text, mode });
    for (const minScore of [0, 0.2, 0.5, 0.9, 1]) {
      const found = await search({ text, mode, minScore }, { first: 1 });
      const wanted = Object.values(all).filter((relevance) => relevance >= minScore);
      assert.deepEqual(
        [found.totalCount, found.totalCountRelation],
        [wanted.length, 'EXACT'],
        `${mode} ${minScore}`,
      );
      assert.deepEqual(Object.keys(await relevances({ text, mode, minScore })).length, wanted.length);
    }
  }
  assert.equal(
    (await search({ text: 'quarterly tax forms of limited companies', minScore: 0.5 })).totalCount,
    0,
  );
  for (const minScore of [-0.1, 1.1]) {
    assert.equal((await refusal({ text: 'x', minScore })).argument, 'input.minScore');
  }
  assert.equal((await refusal({ text: 'x', minScore: 0.5, mode: 'IMAGE' })).argument, 'input.minScore');
  const unlike = await refusal({ text: 'x', minScore: 0.5, unlike: [{ documentId: 'bees' }] });
  assert.deepEqual([unlike.code, unlike.argument], ['BAD_USER_INPUT', 'input.minScore']);
});

test('with several models the best of a collection that does not match stays behind what matches in another', async () => {
  await add('english', [
    { documentId: 'tax', content: 'Forms for the income tax are due in spring.' },
    { documentId: 'chess', content: 'A rook moves along files and ranks.' },
    { documentId: 'rain', content: 'Clouds are drops of water that float.' },
  ]);
  const collections = ['english', 'articles'];
  for (const fusion of ['STANDARDIZED_SCORES', 'RECIPROCAL_RANK']) {
    for (const mode of ['SEMANTIC', 'HYBRID']) {
      const found = await search({ collections, text: 'Baking in an oven', mode, fusion });
      assert.deepEqual(new Set(ids(found).slice(0, 2)), new Set(['bread', 'cake']), `${mode} ${fusion}`);
      assert.equal(found.totalCount, 9);
    }
  }
  const found = await search({ collections, text: 'Which way does a rook move?', mode: 'SEMANTIC' });
  assert.equal(ids(found)[0], 'chess');
});
