import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bootSearch, idsOf, type SearchStack } from '../support/search.ts';

const articles = [
  [
    'bread',
    'Baking bread',
    'Flour, water, salt and yeast are kneaded, left to rise, and baked until the crust is brown.',
    2019,
    'en',
  ],
  [
    'sail',
    'Sailing against the wind',
    'A boat cannot steer straight into the wind; it tacks from side to side to get there.',
    2020,
    'en',
  ],
  [
    'vectors',
    'What a vector database does',
    'It keeps embeddings and finds those that are nearest to the one of a question.',
    2024,
    'en',
  ],
  ['向量', '什麼是向量資料庫', '向量資料庫儲存由模型產生的向量，並快速找出與問題最相近的內容。', 2024, 'zh'],
  [
    'bees',
    'How bees make honey',
    'Workers carry nectar to the hive, where it is thickened and sealed into cells of wax.',
    2021,
    'en',
  ],
  ['茶', '泡茶的方法', '先溫壺，再放茶葉，以熱水沖泡，靜置片刻後倒出。', 2018, 'zh'],
].map(([documentId, title, content, year, lang], n) => ({
  documentId,
  title,
  content,
  metadata: {
    year,
    lang,
    day: `2024-03-0${n + 1}T08:30:00.000Z`,
    big: `900719925474099${n}`,
    secret: 's',
    free: { n },
  },
}));

let stack: SearchStack;
before(async () => {
  stack = await bootSearch();
  await stack.create('articles');
  await stack.add('articles', articles);
});
after(() => stack[Symbol.asyncDispose]());

test('a question finds by meaning a document that shares no word with it', async () => {
  const found = await stack.search({ text: 'Which insects produce something sweet?', mode: 'SEMANTIC' });
  assert.equal(idsOf(found)[0], 'bees');
  assert.deepEqual(found.edges[0]?.highlights, []);
  assert.ok(
    found.edges.every(({ score }, n, all) => score <= (all[n - 1]?.score ?? 1)),
    'best first, cosine',
  );
});

test('keywords find every script, stemmed, and only documents that have them', async () => {
  const english = await stack.search({ text: 'bake', mode: 'KEYWORD' });
  assert.deepEqual(idsOf(english), ['bread']);
  assert.equal(english.totalCountRelation, 'EXACT');
  assert.equal(english.explain.model, null);
  assert.deepEqual(idsOf(await stack.search({ text: '茶葉', mode: 'KEYWORD' })), ['茶']);
  const simplified = await stack.search({ text: '向量数据库', mode: 'KEYWORD' });
  assert.equal(idsOf(simplified)[0], '向量', 'simplified characters find traditional ones');
  assert.deepEqual(idsOf(await stack.search({ text: '?!', mode: 'KEYWORD' })), []);
});

test('the sample question of the documentation gets its answer', async () => {
  const found = await stack.search({ text: '什麼是向量資料庫？' });
  assert.deepEqual(idsOf(found).slice(0, 2).sort(), ['vectors', '向量']);
  assert.equal(idsOf(found)[0], '向量');
});

test('an answer says how it came about', async () => {
  const { explain } = await stack.search({ text: 'tacking to windward' });
  assert.deepEqual(
    explain.stages.map(({ name }) => name),
    ['embed', 'retrieve', 'group', 'fuse', 'collect', 'present'],
  );
  assert.ok(explain.stages.every(({ milliseconds }) => milliseconds >= 0));
  assert.equal(explain.model?.name, 'multilingual-e5-small');
  assert.deepEqual([explain.cacheLevel, explain.notes], ['NONE', []]);
});

test('a hit shows the document as it was stored, with dates and long integers', async () => {
  const [edge] = (await stack.search({ text: 'honey' })).edges;
  assert.deepEqual(edge?.node?.metadata, {
    year: 2021,
    lang: 'en',
    day: '2024-03-05T08:30:00.000Z',
    big: '9007199254740994',
    secret: 's',
    free: { n: 4 },
  });
  assert.deepEqual(
    [edge?.node?.title, edge?.node?.revision, edge?.node?.collectionName],
    ['How bees make honey', 1, 'articles'],
  );
});

test('highlights are safe HTML at the places that they name', async () => {
  await stack.create('markup');
  const content = `${'A <b>bold</b> claim & more. '.repeat(60)}The zeppelin landed.`;
  await stack.add('markup', [{ documentId: 'm', title: 'Zeppelins <i>', content }]);
  const { edges } = await stack.search({ collections: ['markup'], text: 'zeppelin bold', mode: 'KEYWORD' });
  const [title, body] = edges[0]?.highlights ?? [];
  assert.deepEqual(title, {
    field: 'title',
    fragments: [{ html: '<mark>Zeppelins</mark> &lt;i&gt;', start: 0, end: 13 }],
  });
  assert.ok(body?.fragments.length);
  for (const { html, start, end } of body?.fragments ?? []) {
    const plain = html
      .replace(/<\/?mark>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    assert.equal(plain, content.slice(start, end));
    assert.doesNotMatch(html, /<(?!\/?mark>)/);
  }
  assert.ok(body?.fragments.some(({ html }) => html.includes('<mark>zeppelin</mark>')));
});

test('a filter holds for every hit, in each mode', async () => {
  const filter = {
    and: [
      { field: 'year', gte: 2020 },
      { field: 'lang', in: ['en'] },
    ],
  };
  for (const mode of ['SEMANTIC', 'KEYWORD', 'HYBRID']) {
    const found = await stack.search({ text: 'water wind question honey', mode, filter });
    assert.ok(found.edges.length > 0, mode);
    for (const { node } of found.edges) {
      assert.ok(Number(node?.metadata.year) >= 2020 && node?.metadata.lang === 'en', mode);
    }
  }
  const days = await stack.search({
    text: 'anything',
    filter: { field: 'day', lt: '2024-03-02' },
    mode: 'SEMANTIC',
  });
  assert.deepEqual(idsOf(days), ['bread']);
  const big = await stack.search({ text: 'anything', filter: { field: 'big', eq: '9007199254740993' } });
  assert.deepEqual(idsOf(big), ['向量']);
});

test('a mistake is refused with its place and what to do', async () => {
  const cases: [object, string, string, RegExp][] = [
    [{ text: '  ' }, 'BAD_USER_INPUT', 'input.text', /empty/],
    [{ text: 'x'.repeat(4001) }, 'BAD_USER_INPUT', 'input.text', /4001 characters; at most 4000/],
    [{ text: 'x', collections: [] }, 'BAD_USER_INPUT', 'input.collections', /1 to 20/],
    [{ text: 'x', keywordWeight: 1.5 }, 'BAD_USER_INPUT', 'input.keywordWeight', /from 0 to 1/],
    [{ text: 'x', candidates: 5 }, 'BAD_USER_INPUT', 'input.candidates', /from 10 to 1,000/],
    [
      { text: 'x', collections: ['articles', 'artcles'] },
      'COLLECTION_NOT_FOUND',
      'input.collections[1]',
      /articles/,
    ],
    [
      { text: 'x', filter: { or: [{ field: 'yaer', eq: 1 }] } },
      'UNKNOWN_FIELD',
      'input.filter.or[0].field',
      /year/,
    ],
    [
      { text: 'x', filter: { field: 'secret', eq: 's' } },
      'BAD_USER_INPUT',
      'input.filter.field',
      /not filterable/,
    ],
    [{ text: 'x', filter: { field: 'year', gte: 'new' } }, 'BAD_USER_INPUT', 'input.filter.gte', /./],
    [{ text: 'x', atLeast: ['soon'] }, 'BAD_USER_INPUT', 'input.atLeast[0]', /not a position/],
  ];
  for (const [input, code, argument, message] of cases) {
    const error = await stack.refused(input);
    assert.deepEqual([error.code, error.argument], [code, argument], JSON.stringify(input).slice(0, 80));
    assert.match(error.message, message);
  }
  assert.equal((await stack.refused({ text: 'x' }, { first: 0 })).argument, 'first');
  assert.equal((await stack.refused({ text: 'x' }, { after: 'nonsense' })).code, 'BAD_CURSOR');
  assert.equal((await stack.refused({ text: 'x' }, { after: '' })).code, 'BAD_CURSOR');
});

test('several collections are searched as one, by name or id, each document under its own', async () => {
  const id = await stack.create('recipes');
  await stack.add('recipes', [
    {
      documentId: 'bread',
      title: 'Rye bread',
      content: 'Rye flour, water and a sour starter make a dark loaf.',
      metadata: { year: 2023 },
    },
  ]);
  for (const mode of ['SEMANTIC', 'KEYWORD', 'HYBRID']) {
    const found = await stack.search({ collections: ['articles', id, 'recipes'], text: 'bread flour', mode });
    const first = found.edges.slice(0, 2).map(({ node }) => `${node?.collectionName}/${node?.documentId}`);
    assert.deepEqual(first.sort(), ['articles/bread', 'recipes/bread'], mode);
    assert.equal(new Set(found.edges.map(({ node }) => node?.id)).size, found.edges.length);
  }
});

test('the same search again comes from the cache, until something is indexed', async () => {
  await stack.create('changing');
  const input = { collections: ['changing'], text: 'a lighthouse' };
  await stack.add('changing', [{ documentId: 'old', content: 'The lighthouse at the cape.' }]);
  assert.equal((await stack.search(input)).explain.cacheLevel, 'NONE');
  const again = await stack.search(input, { first: 5 });
  assert.equal(again.explain.cacheLevel, 'L1');
  assert.ok(again.explain.stages.every(({ name, cached }) => cached === (name !== 'present')));
  await stack.add('changing', [{ documentId: 'new', content: 'Another lighthouse.' }]);
  const after = await stack.search(input);
  assert.equal(after.explain.cacheLevel, 'NONE');
  assert.deepEqual(idsOf(after).sort(), ['new', 'old']);
  await stack.remove('changing', ['old']);
  assert.deepEqual(idsOf(await stack.search(input)), ['new']);
});

test('a deleted collection is gone at once, and one that takes its name starts empty', async () => {
  const input = { collections: ['phoenix'], text: 'feathers' };
  const elsewhere = await stack.another();
  await stack.create('phoenix');
  await stack.add('phoenix', [{ documentId: 'old', content: 'Feathers of fire.' }]);
  for (const client of [stack, elsewhere]) assert.deepEqual(idsOf(await client.search(input)), ['old']);
  await stack.index.data('mutation { deleteCollection(input: { collection: "phoenix" }) { id } }');
  for (const client of [stack, elsewhere])
    assert.equal((await client.refused(input)).code, 'COLLECTION_NOT_FOUND');
  await stack.create('phoenix');
  await stack.add('phoenix', [{ documentId: 'new', content: 'Feathers of ash.' }]);
  for (const client of [stack, elsewhere]) assert.deepEqual(idsOf(await client.search(input)), ['new']);
});

test('a search can wait for what was accepted, or says that it is not there yet', async () => {
  await stack.create('written');
  const { addDocuments } = await stack.index.data(
    `mutation { addDocuments(input: { collection: "written", documents: [ { documentId: "w", content: "Ink on paper." } ] })
       { position } }`,
  );
  const input = { collections: ['written'], text: 'paper', atLeast: [addDocuments.position] };
  assert.deepEqual(idsOf(await stack.search({ ...input, waitMilliseconds: 30_000 })), ['w']);
  const future = addDocuments.position.replace(/@\d+$/, '@999999');
  const late = await stack.refused({ ...input, atLeast: [future], waitMilliseconds: 50 });
  assert.deepEqual([late.code, late.argument], ['POSITION_NOT_REACHED', 'input.atLeast']);
  const other = await stack.refused({ text: 'paper', atLeast: [addDocuments.position] });
  assert.match(other.message, /not searched/);
});

test('statistics count each search, of all and of each collection', async () => {
  const id = await stack.create('counted');
  await stack.add('counted', [{ documentId: 'c', content: 'Counting.' }]);
  const figures = async () =>
    stack.data(
      `query ($id: ID!) { searchStatistics { totalQueries cacheHits }
         _entities(representations: [{ __typename: "Collection", id: $id }, { __typename: "Collection", name: "counted" }])
         { ... on Collection { id name searchStatistics { totalQueries cacheHits averageLatencyMs
           latencyP50Ms latencyP95Ms latencyP99Ms byMode { mode totalQueries latencyP95Ms } } } } }`,
      { id },
    );
  const start = await figures();
  for (let n = 0; n < 3; n++) await stack.search({ collections: ['counted', 'articles'], text: 'anything' });
  const end = await figures();
  assert.equal(end.searchStatistics.totalQueries - start.searchStatistics.totalQueries, 3);
  assert.equal(end.searchStatistics.cacheHits - start.searchStatistics.cacheHits, 2);
  assert.deepEqual(end._entities[0], end._entities[1]);
  const { totalQueries, cacheHits, byMode, ...latency } = end._entities[0].searchStatistics;
  assert.deepEqual([totalQueries, cacheHits], [3, 2]);
  assert.ok(latency.averageLatencyMs > 0 && latency.latencyP50Ms > 0);
  assert.ok(latency.latencyP50Ms <= latency.latencyP95Ms && latency.latencyP95Ms <= latency.latencyP99Ms);
  assert.deepEqual(byMode, [{ mode: 'HYBRID', totalQueries: 3, latencyP95Ms: latency.latencyP95Ms }]);
  assert.ok((await stack.metric('query_total', { status: 'success', method: 'hybrid' })) >= 3);
  assert.ok((await stack.metric('query_latency_count', { method: 'hybrid' })) >= 3);
  assert.ok((await stack.metric('cache_hit_rate', { cache_level: 'L1' })) > 0);
  assert.ok((await stack.metric('cache_size', { cache_level: 'L1' })) > 0);
  assert.ok((await stack.metric('query_qps')) > 0);
});

test('searches that come together share their calls', async () => {
  const calls = async () => ({
    embed: await stack.metric('remote_calls_total', { operation: 'embed' }),
    vectors: await stack.metric('remote_calls_total', { operation: 'search_vectors' }),
    asked: await stack.metric('remote_call_items_total', { operation: 'search_vectors' }),
    terms: await stack.metric('remote_calls_total', { operation: 'search_terms' }),
  });
  const start = await calls();
  // One request of eight fields, and eight requests.
  const field = (n: number) =>
    `f${n}: search(input: { collections: ["articles"], text: "one request ${n}" }) { totalCount }`;
  await stack.data(`{ ${Array.from({ length: 8 }, (_, n) => field(n)).join(' ')} }`);
  const one = await calls();
  assert.deepEqual(
    {
      embed: one.embed - start.embed,
      vectors: one.vectors - start.vectors,
      asked: one.asked - start.asked,
      terms: one.terms - start.terms,
    },
    { embed: 1, vectors: 1, asked: 8, terms: 1 },
  );
  await Promise.all(Array.from({ length: 32 }, (_, n) => stack.search({ text: `request ${n}` })));
  const many = await calls();
  assert.equal(many.asked - one.asked, 32);
  assert.ok(many.vectors - one.vectors <= 16, `${many.vectors - one.vectors} calls for 32 searches`);
  await Promise.all(Array.from({ length: 32 }, () => stack.search({ text: 'all the same' })));
  assert.equal((await calls()).asked - many.asked, 1);
});
