import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readSettings } from '../../lib/settings.ts';
import { queryConfig } from '../../subgraphs/query/config.ts';
import { startQuery } from '../../subgraphs/query/server.ts';
import { startOtherReranker } from '../support/rerank-server.ts';
import { type Found, idsOf, type SearchClient, searchClient } from '../support/search.ts';
import { bootStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

let stack: Awaited<ReturnType<typeof bootStack>>;
let gateway: SearchClient;
/** Of cities: which ones say how many people live there is for the reranker to see. */
const cities = [
  ['museums', 'Berlin', 'Berlin is well known for its museums, and people who live in Berlin like them.'],
  ['people', 'Berlin', 'In 2015 the city had 3,520,031 registered inhabitants in an area of 891.82 km².'],
  ['question', 'Questions', 'How many people live in Berlin is a question that many people ask.'],
  ['munich', 'Munich', 'Many people live in Munich, and many of them have been to Berlin.'],
];
const 城市 = [
  ['書', '書店', '他在臺北市買書，有一本談人口，多少錢忘了。'],
  [
    '臺北',
    '盆地',
    '盆地在臺灣北部，淡水河流經市區。國立故宮博物院收藏了許多文物。市內有捷運、公車與腳踏車道。' +
      '臺北市的人口約有二百六十萬。夏天炎熱，冬天多雨，颱風常在七月到九月間來到。',
  ],
  ['河', '淡水河', '淡水河流經臺北市，河口有許多候鳥。'],
  ['高雄', '高雄', '高雄有港口，人口不少。'],
];

before(async () => {
  stack = await bootStack('one');
  gateway = searchClient(stack.url);
  await gateway.data('mutation { createCollection(input: { name: "articles" }) { collection { id } } }');
  await add([...cities, ...城市].map(([documentId, title, content]) => ({ documentId, title, content })));
});
after(() => stack?.[Symbol.asyncDispose]());

async function add(documents: object[]) {
  const { addDocuments } = await gateway.data(
    'mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { job { status } } }',
    { input: { collection: 'articles', documents, waitFor: 'INDEXED' } },
  );
  assert.equal(addDocuments.job.status, 'COMPLETED');
}

const question = 'how many people live in Berlin?';
const 問題 = '臺北市的人口有多少？';

/** Ids without and with reranking. */
async function both(input: object) {
  const first = await gateway.search(input);
  const reranked = await gateway.search({ ...input, rerank: true });
  assert.deepEqual(reranked.explain.notes, []);
  return [idsOf(first), idsOf(reranked)] as const;
}

test('the document that answers a question moves up, in English and in Chinese', async () => {
  const [english, better] = await both({ text: question });
  assert.ok(english.indexOf('people') > better.indexOf('people'), `${english} ${better}`);
  const [chinese, 更好] = await both({ text: 問題 });
  assert.deepEqual([chinese[0], 更好[0]], ['書', '臺北']);
});

test('each mode can be reranked: the same documents in another order, with the scores of their places', async () => {
  const text = 'people of Berlin';
  for (const mode of ['KEYWORD', 'SEMANTIC', 'HYBRID']) {
    const first = await gateway.search({ text, mode });
    const reranked = await gateway.search({ text, mode, rerank: true });
    assert.deepEqual(idsOf(reranked).sort(), idsOf(first).sort());
    assert.deepEqual(
      reranked.edges.map(({ score }) => score),
      first.edges.map(({ score }) => score),
    );
    const stages = ({ explain }: Found) => explain.stages.map(({ name }) => name);
    assert.ok(stages(reranked).includes('rerank'));
    assert.ok(!stages(first).includes('rerank'));
  }
});

test('a hit says where it stood before, by what it was judged and how; one that was not reranked says nothing', async () => {
  const explained = async (text: string) => {
    const { search } = await gateway.data(
      `query ($text: String!) { search(input: { collections: ["articles"], text: $text, rerank: true, rerankCandidates: 6 }, first: 20) {
         edges { node { documentId } explain { rerank { rankBefore rankAfter method score } } } } }`,
      { text },
    );
    return search.edges as {
      node: { documentId: string };
      explain: { rerank: Record<string, unknown> | null };
    }[];
  };
  const before = idsOf(await gateway.search({ text: question }));
  const edges = await explained(question);
  const reranked = edges.slice(0, 6).map(({ explain }) => explain.rerank);
  assert.deepEqual(
    reranked.map((rerank) => before[Number(rerank?.rankBefore) - 1]),
    edges.slice(0, 6).map(({ node }) => node.documentId),
  );
  assert.deepEqual(
    reranked.map((rerank) => rerank?.rankAfter),
    [1, 2, 3, 4, 5, 6],
  );
  const methods = edges.map(({ node, explain }) => [/[a-z]/.test(node.documentId), explain.rerank?.method]);
  for (const [english, method] of methods.slice(0, 6)) {
    assert.equal(method, english ? 'CROSS_ENCODER' : 'SENTENCES');
  }
  assert.ok(edges.slice(6).every(({ explain }) => explain.rerank === null));
  for (const { explain } of (await explained(問題)).slice(0, 6))
    assert.equal(explain.rerank?.method, 'SENTENCES');
});

test('pages of any size of a reranked search show each document once; what is not reranked keeps its order', async () => {
  const first = idsOf(await gateway.search({ text: 問題 }));
  const seen: (string | undefined)[] = [];
  let page = await gateway.search({ text: 問題, rerank: true }, { first: 2 });
  for (const size of [1, 3, 7]) {
    seen.push(...idsOf(page));
    const after = page.pageInfo.endCursor;
    page = await gateway.search({ text: 問題, rerank: true }, { first: size, after });
  }
  seen.push(...idsOf(page));
  // A first page of two: four are reranked.
  assert.deepEqual(seen.slice(4), first.slice(4));
  assert.deepEqual(seen.slice(0, 4).sort(), first.slice(0, 4).sort());
  assert.equal(seen[0], '臺北');
  const two = idsOf(await gateway.search({ text: 問題, rerank: true, rerankCandidates: 2 }));
  assert.deepEqual(two.slice(2), first.slice(2));
});

test('a reranked answer is kept, apart from the others', async () => {
  const input = { text: 'museums of Berlin' };
  const level = async (more: object, first = 10) =>
    (await gateway.search({ ...input, ...more }, { first })).explain.cacheLevel;
  assert.equal(await level({}), 'NONE');
  assert.equal(await level({ rerank: true }), 'NONE');
  assert.equal(await level({ rerank: true }), 'L1');
  assert.equal(await level({ rerank: true, rerankCandidates: 3 }), 'NONE');
  assert.equal(await level({ rerankCandidates: 3 }), 'L1', 'without rerank the number means nothing');
  assert.equal(await level({ rerank: true }, 3), 'NONE', 'another number of documents is reranked');
});

test('a number of documents to rerank that is out of bounds is refused', async () => {
  for (const rerankCandidates of [1, 201]) {
    const { code, argument } = await gateway.refused({ text: question, rerank: true, rerankCandidates });
    assert.deepEqual([code, argument], ['BAD_USER_INPUT', 'input.rerankCandidates']);
  }
});

test('an outside reranker, by its address: of either shape, in any language; while it does not answer the first order stays', async () => {
  let shape: 'COHERE' | 'TEXTS' | 'HANGS' = 'COHERE';
  await using reranker = await startOtherReranker(() => shape);
  const { stores, services } = stack;
  const settings = readSettings(
    {
      DATABASE_URL: stores.databaseUrl,
      MILVUS_ADDRESS: stores.milvusAddress,
      EMBEDDING_URL: services.embedding?.url,
      KITEGRAPH_QUERY_PORT: '0',
      KITEGRAPH_RERANK_URL: reranker.url,
      KITEGRAPH_RERANK_API_KEY: 'its-key',
      KITEGRAPH_RERANK_MODEL: 'its-model',
      KITEGRAPH_RERANK_SECONDS: '1',
    },
    [],
  );
  await using service = await startQuery(queryConfig(settings));
  const query = searchClient(service.url);
  const mode = 'KEYWORD';
  const found = await query.search({ text: 問題, mode, rerank: true });
  // It takes the longest for the best.
  const first = idsOf(await query.search({ text: 問題, mode }));
  assert.ok(idsOf(found).indexOf('臺北') < first.indexOf('臺北'));
  const [call] = reranker.calls;
  assert.deepEqual([call?.path, call?.authorization], ['/v1/rerank', 'Bearer its-key']);
  assert.deepEqual([call?.body.model, call?.body.query, call?.body.documents.length], ['its-model', 問題, 4]);

  shape = 'TEXTS';
  const texts = await query.search({ text: `${問題} `, mode, rerank: true, rerankCandidates: 3 });
  assert.deepEqual(texts.explain.notes, []);
  assert.ok(idsOf(texts).indexOf('臺北') < first.indexOf('臺北'));

  shape = 'HANGS';
  const kept = await query.search({ text: question, mode, rerank: true });
  assert.deepEqual(idsOf(kept), idsOf(await query.search({ text: question, mode })));
  assert.match(
    kept.explain.notes[0] ?? '',
    /keep their first order, because reranker is not available: no answer within 1 s/,
  );

  shape = 'TEXTS';
  const back = await until(
    'it to be asked again',
    () => query.search({ text: question, mode, rerank: true }),
    ({ explain }) => explain.notes.length === 0,
  );
  assert.equal(back.explain.cacheLevel, 'NONE', 'the poorer answer was not kept');
});
