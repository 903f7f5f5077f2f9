import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { graphqlClient } from '../support/client.ts';
import { bootStack } from '../support/stack.ts';

let stack: Awaited<ReturnType<typeof bootStack>>;
let client: ReturnType<typeof graphqlClient>;

const documents = [
  [
    'bees',
    'How bees make honey',
    'Workers carry nectar to the hive, where it is thickened into honey.',
    2021,
  ],
  ['bears', 'What bears eat', 'Berries, fish, and honey where they find a hive.', 2022],
  ['bread', 'Baking bread', 'Flour, water, salt and yeast are kneaded and left to rise.', 2019],
  ['sail', 'Sailing against the wind', 'A boat tacks from side to side to get there.', 2020],
  ['蜂蜜', '蜜蜂如何釀蜜', '工蜂把花蜜帶回蜂巢，讓水分蒸發後封存。', 2024],
].map(([documentId, title, content, year]) => ({ documentId, title, content, metadata: { year } }));

before(async () => {
  stack = await bootStack('one');
  client = graphqlClient(stack.url);
  for (const [name, index] of [
    ['flat', {}],
    ['graph', { kind: 'HNSW', ef: 300 }],
  ]) {
    await client.data(
      `mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { collection { id } } }`,
      { input: { name, index, fields: [{ name: 'year', type: 'INT' }] } },
    );
    await client.data(
      `mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { job { status } } }`,
      { input: { collection: name, waitFor: 'INDEXED', documents } },
    );
  }
});
after(() => stack?.[Symbol.asyncDispose]());

const EXPLAINED = `query ($input: SearchInput!, $first: Int! = 10, $after: String) {
  search(input: $input, first: $first, after: $after) {
    totalCount pageInfo { endCursor }
    explain {
      cacheLevel notes stages { name milliseconds cached } models { name version }
      branches { branch model { name } documents normalization mean deviation }
      views { collectionName view expression partitions selectivity keywordCandidates keywordMaximum
              vectors { kind exact ef raised candidates } }
    }
    edges { score cursor node { documentId collectionName }
      relevance explain { fusedScore collectionWeight branches { branch model { name version } rank score normalized weight contribution } } }
  } }`;
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
type Any = any;
const explained = async (input: object, page: object = {}): Promise<Any> =>
  (await client.data(EXPLAINED, { input: { collections: ['flat'], ...input }, ...page })).search;
const near = (a: number, b: number) => Math.abs(a - b) < 1e-9;

test('each hit says what each branch thought of it, and the contributions add up to its score', async () => {
  for (const fusion of ['STANDARDIZED_SCORES', 'RECIPROCAL_RANK']) {
    const { edges, explain } = await explained({ text: 'honey of bees', keywordWeight: 0.3, fusion });
    const normalization = fusion === 'RECIPROCAL_RANK' ? fusion : 'STANDARDIZED';
    assert.deepEqual(
      explain.branches.map((one: Any) => [
        one.branch,
        one.model?.name ?? null,
        one.documents,
        one.normalization,
      ]),
      [
        ['SEMANTIC', 'multilingual-e5-small', 5, normalization],
        ['KEYWORD', null, 2, normalization],
      ],
    );
    for (const { score, explain: hit } of edges) {
      assert.ok(near(hit.fusedScore, score), `${hit.fusedScore} ${score}`);
      const sum = hit.branches.reduce((all: number, one: Any) => all + one.contribution, 0);
      assert.ok(near(sum, score));
      assert.deepEqual(
        hit.branches.map(({ weight }: Any) => weight),
        [0.7, 0.3],
      );
      for (const one of hit.branches) assert.ok(near(one.contribution, one.weight * one.normalized));
    }
    const [semantic, keyword] = edges[0].explain.branches;
    assert.deepEqual([edges[0].node.documentId, semantic.rank, keyword.rank], ['bees', 1, 1]);
    const bread = edges.find(({ node }: Any) => node.documentId === 'bread').explain.branches;
    assert.deepEqual([bread[1].rank, bread[1].score], [null, null], 'it has none of the words');
  }
});

test('raw scores and ranks are those of the branches by themselves', async () => {
  const hybrid = await explained({ text: 'honey of bees' });
  for (const [mode, at] of [
    ['SEMANTIC', 0],
    ['KEYWORD', 1],
  ] as const) {
    const { edges, explain } = await explained({ text: 'honey of bees', mode });
    assert.deepEqual(
      explain.branches.map((one: Any) => [one.branch, one.normalization]),
      [[mode, 'NONE']],
    );
    edges.forEach((edge: Any, index: number) => {
      const same = hybrid.edges.find(({ node }: Any) => node.documentId === edge.node.documentId);
      const [said] = edge.explain.branches;
      assert.deepEqual([said.rank, said.weight], [index + 1, 1]);
      assert.ok(near(said.score, edge.score) && near(said.contribution, edge.score));
      assert.deepEqual(
        [same.explain.branches[at].rank, same.explain.branches[at].score],
        [said.rank, said.score],
      );
    });
  }
});

test('answers out of the cache and later pages are explained like new ones', async () => {
  const input = { text: 'a boat in the wind' };
  const fresh = await explained(input);
  const cached = await explained(input);
  assert.deepEqual([fresh.explain.cacheLevel, cached.explain.cacheLevel], ['NONE', 'L1']);
  const unmade = ({ name, cached: was }: Any) => [name, was];
  const names = ['embed', 'retrieve', 'group', 'fuse', 'collect'];
  assert.deepEqual(
    fresh.explain.stages.map(unmade),
    [...names, 'present'].map((name) => [name, false]),
  );
  assert.deepEqual(cached.explain.stages.map(unmade), [
    ...names.map((name) => [name, true]),
    ['present', false],
  ]);
  const hits = ({ edges }: Any) => edges.map(({ node, explain }: Any) => ({ node, explain }));
  assert.deepEqual(hits(cached), hits(fresh));
  const first = await explained(input, { first: 2 });
  const next = await explained(input, { first: 2, after: first.pageInfo.endCursor });
  assert.deepEqual(hits(next), hits(fresh).slice(2, 4));
  assert.deepEqual(next.explain.branches, fresh.explain.branches);
});

test('each collection says how its index was asked, and how selective the filter is', async () => {
  const filter = { field: 'year', gte: 2021 };
  const { explain, edges } = await explained({ collections: ['flat', 'graph'], text: 'honey', filter });
  const [flat, graph] = explain.views;
  assert.deepEqual(flat.vectors, { kind: 'FLAT', exact: true, ef: null, raised: false, candidates: 200 });
  assert.deepEqual(graph.vectors, { kind: 'HNSW', exact: false, ef: 400, raised: false, candidates: 200 });
  for (const [name, view] of [
    ['flat', flat],
    ['graph', graph],
  ]) {
    assert.equal(view.collectionName, name);
    assert.match(view.expression, /year/);
    assert.deepEqual([view.selectivity, view.keywordCandidates, view.partitions], [3 / 5, 200, null]);
  }
  assert.equal(new Set([flat.view, graph.view]).size, 2);
  assert.equal(edges.length, 6);
  const doubled = { collectionWeights: [{ collection: 'graph', weight: 2 }] };
  const both = await explained({ collections: ['flat', 'graph'], text: 'honey', ...doubled });
  for (const { score, node, explain: hit } of both.edges) {
    assert.equal(hit.collectionWeight, node.collectionName === 'graph' ? 2 : 1);
    assert.ok(near(hit.fusedScore, score));
  }
  const words = await explained({ text: 'honey', mode: 'KEYWORD' });
  for (const { score } of words.edges) assert.ok(score < words.explain.views[0].keywordMaximum);
  assert.deepEqual(
    [words.explain.views[0].vectors, words.explain.views[0].expression, words.explain.views[0].selectivity],
    [null, null, 1],
  );
  assert.deepEqual(words.explain.models, []);
});
