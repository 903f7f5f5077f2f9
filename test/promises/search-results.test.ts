import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { buildSchema, type GraphQLInputObjectType } from 'graphql';
import { promisesOf, randomSearch } from '../support/arranged-cases.ts';
import { seeded } from '../support/filter-cases.ts';
import { idsOf, resultsClient, SEARCH } from '../support/results.ts';
import { searchClient } from '../support/search.ts';
import { bootStack } from '../support/stack.ts';
import { WRONG } from '../support/wrong-searches.ts';

/** Documents: id, title, content, kind, price, day, tags. */
const teas = [
  [
    'green',
    'Green tea',
    'Green tea is steamed soon after it was picked.',
    'leaf',
    9,
    '2024-01-05',
    ['hot', 'asia'],
  ],
  [
    'black',
    'Black tea',
    'Black tea is rolled and oxidised before it is dried.',
    'leaf',
    7,
    '2024-01-31',
    ['hot'],
  ],
  ['white', 'White tea', 'White tea is made of young leaves and buds.', 'leaf', 15, '2024-03-01', ['asia']],
  ['烏龍', '烏龍茶', '烏龍茶是半發酵的茶，茶葉帶有花香。', '茶', 12, '2023-12-31', ['熱飲', 'asia']],
  ['普洱', '普洱茶', '普洱茶葉經過發酵，可以存放多年的茶。', '茶', 20, '2022-06-15', ['熱飲']],
  ['pot', 'A pot for tea', 'A pot of clay keeps the tea warm.', 'ware', 30, null, []],
  ['cup', 'A cup for tea', 'A cup without a handle, for tea.', null, 4, '2024-01-31', ['hot']],
] as const;
/** Nearly what other documents are. */
const copies = [
  [
    'black-2',
    'Black tea',
    'BLACK TEA is rolled and oxidised, before it is dried!',
    'leaf',
    8,
    '2024-02-01',
    [],
  ],
  ['烏龍-2', '烏龍茶', '烏龍茶是半發酵的茶 茶葉帶有花香', '茶', 13, '2024-01-01', []],
] as const;

/** Of another collection. */
const cakes = [
  ['moon', 'Moon cake', 'A cake for the autumn moon, eaten with tea.', 'cake', 11, '2023-09-29', ['asia']],
  ['tea', 'Tea cake', 'A cake of pressed tea leaves.', '茶', 20, null, ['hot', 'asia']],
  ['plain', 'Plain cake', 'Butter, sugar, flour and eggs.', null, 3, '2024-03-31', []],
] as const;

let stack: Awaited<ReturnType<typeof bootStack>>;
let client: ReturnType<typeof resultsClient>;
before(async () => {
  stack = await bootStack('one');
  client = resultsClient(stack.url);
  await client.data(`mutation { createCollection(input: { name: "teas", fields: [
    { name: "kind", type: STRING, facet: true }, { name: "price", type: INT, facet: true },
    { name: "day", type: DATETIME, facet: true }, { name: "tags", type: STRING_LIST, facet: true },
    { name: "note", type: STRING, filterable: false }, { name: "maker", type: STRING } ] }) { collection { id } } }`);
  await client.add('teas', [...teas, ...copies].map(documentOf));
});
after(() => stack?.[Symbol.asyncDispose]());

type Row = (typeof teas)[number] | (typeof copies)[number] | (typeof cakes)[number];
function documentOf([documentId, title, content, kind, price, day, tags]: Row) {
  return { documentId, title, content, metadata: { kind, price, day, tags } };
}

async function refused(input: object, more: object = {}) {
  const { errors } = await client.ask(SEARCH, client.variables(input, more));
  const error = errors?.[0];
  return [error?.extensions.code, error?.extensions.argument, error?.message ?? ''] as const;
}

test('values, ranges and dates are counted over all candidates, whatever page is shown', async () => {
  const of = [
    { field: 'kind' },
    { field: 'tags', first: 2 },
    { field: 'price', ranges: [{ to: 10 }, { from: 10, to: 20 }, { from: 20 }] },
    { field: 'day', interval: 'MONTH' },
  ];
  const found = await client.find({}, { of, first: 2 });
  const [kind, tags, price, day] = found.facets;
  assert.equal(found.totalCount, 9);
  const values = (facet: { buckets: { value: string; count: number }[] }) =>
    facet.buckets.map(({ value, count }) => [value, count]);
  assert.deepEqual(values(kind), [
    ['leaf', 4],
    ['茶', 3],
    ['ware', 1],
  ]);
  assert.deepEqual([kind.documents, kind.missing, kind.countRelation], [8, 1, 'EXACT']);
  assert.deepEqual(values(tags), [
    ['asia', 3],
    ['hot', 3],
  ]);
  assert.deepEqual([tags.documents, tags.missing, tags.more], [6, 3, 1]);
  assert.deepEqual(
    price.buckets.map((bucket: { from: number; to: number; count: number }) => [
      bucket.from,
      bucket.to,
      bucket.count,
    ]),
    [
      [null, 10, 4],
      [10, 20, 3],
      [20, null, 2],
    ],
  );
  assert.deepEqual(values(day), [
    ['2022-06', 1],
    ['2023-12', 1],
    ['2024-01', 4],
    ['2024-02', 1],
    ['2024-03', 1],
  ]);
  assert.deepEqual(day.buckets[0].to, '2022-07-01T00:00:00.000Z');
  const cut = await client.find({ candidates: 10, mode: 'SEMANTIC' }, { of: [{ field: 'kind' }] });
  assert.equal(cut.facets[0].countRelation, 'EXACT', 'all nine are among ten candidates');
});

const reads = () =>
  searchClient(stack.services.query?.url ?? '').metric('remote_calls_total', { operation: 'columns' });

test('facets obey the filter, and those of an answer out of the cache and of later pages cost nothing', async () => {
  const input = { filter: { field: 'kind', eq: '茶' } };
  const of = [{ field: 'tags' }];
  const nothing = await reads();
  await client.find(input, { first: 1 });
  assert.equal(await reads(), nothing, 'nothing is read for facets that nobody asks for');
  const fresh = await client.find(input, { of, first: 1 });
  assert.equal(await reads(), nothing + 1);
  assert.deepEqual(fresh.facets[0].buckets, [
    { value: '熱飲', from: null, to: null, count: 2 },
    { value: 'asia', from: null, to: null, count: 1 },
  ]);
  const before = await reads();
  const again = await client.find(input, { of, first: 1 });
  assert.equal(again.explain.cacheLevel, 'L1');
  assert.deepEqual(again.facets, fresh.facets);
  const next = await client.find(input, { of, first: 1, after: fresh.pageInfo.endCursor });
  assert.deepEqual(next.facets, fresh.facets);
  assert.equal(await reads(), before);
});

test('a wrong facet is an error of the facets alone, and says which there are', async () => {
  const wrong = async (facet: object) => refused({}, { of: [facet] });
  const { data, errors } = await client.ask(SEARCH, client.variables({}, { of: [{ field: 'colour' }] }));
  assert.equal(data.search.facets, null);
  assert.equal(data.search.edges.length, 9);
  assert.equal(errors?.[0]?.extensions.code, 'UNKNOWN_FIELD');
  assert.match(errors?.[0]?.message ?? '', /Fields that exist: kind, price, day, tags\./);
  const cases: [object, string, RegExp][] = [
    [{ field: 'maker' }, 'facets.of[0].field', /not declared with facet: true\. Facets that exist: kind/],
    [{ field: 'kind', first: 0 }, 'facets.of[0].first', /1 to 1,000/],
    [{ field: 'kind', interval: 'DAY' }, 'facets.of[0].interval', /goes with DATETIME/],
    [{ field: 'tags', ranges: [{ from: 1 }] }, 'facets.of[0].ranges', /go with INT, FLOAT and DATETIME/],
    [{ field: 'price', ranges: [] }, 'facets.of[0].ranges', /1 to 50 ranges/],
    [{ field: 'price', ranges: [{}] }, 'facets.of[0].ranges[0]', /needs "from"/],
    [{ field: 'price', ranges: [{ from: 2, to: 2 }] }, 'facets.of[0].ranges[0]', /less than/],
    [{ field: 'price', ranges: [{ from: 'a' }] }, 'facets.of[0].ranges[0].from', /whole number/],
    [{ field: 'day', ranges: [{ from: '2024' }], interval: 'DAY' }, 'facets.of[0]', /leave one of them out/],
  ];
  for (const [facet, argument, message] of cases) {
    const [code, place, said] = await wrong(facet);
    assert.deepEqual([code, place], ['BAD_USER_INPUT', argument]);
    assert.match(said, message);
  }
  assert.match((await refused({}, { of: [] }))[2], /1 to 10 facets/);
});

test('which fields are counted can be changed at any time, and searches go by it at once', async () => {
  const setFacets = (facets: string[]) =>
    client.ask(
      `mutation ($facets: [String!]!) { updateCollection(input: { collection: "teas", facets: $facets }) {
         job { id } collection { fields { name facet } } } }`,
      { facets },
    );
  const wrong = (await setFacets(['kind', 'colour'])).errors?.[0];
  assert.deepEqual(
    [wrong?.extensions.code, wrong?.extensions.argument],
    ['UNKNOWN_FIELD', 'input.facets[1]'],
  );
  const { updateCollection } = (await setFacets(['maker'])).data;
  const counted = updateCollection.collection.fields.filter(({ facet }: { facet: boolean }) => facet);
  assert.deepEqual([updateCollection.job, counted], [null, [{ name: 'maker', facet: true }]]);
  const found = await client.find({}, { of: [{ field: 'maker' }] });
  assert.deepEqual([found.facets[0].documents, found.facets[0].missing], [0, 9]);
  assert.match(
    (await refused({}, { of: [{ field: 'kind' }] }))[2],
    /Facets that exist: maker\. updateCollection/,
  );
  assert.equal((await setFacets(['kind', 'price', 'day', 'tags'])).errors, undefined);
});

test('hits are sorted by fields, those without a value last, and by score where these are equal', async () => {
  const byPrice = await client.find({ sort: [{ field: 'price', order: 'DESC' }] });
  assert.deepEqual(idsOf(byPrice).slice(0, 3), ['pot', '普洱', 'white']);
  const byDay = await client.find({ sort: [{ field: 'day' }, { field: 'price', order: 'DESC' }] });
  assert.deepEqual(idsOf(byDay), [
    '普洱',
    '烏龍',
    '烏龍-2',
    'green',
    'black',
    'cup',
    'black-2',
    'white',
    'pot',
  ]);
  const latest = await client.find({ sort: [{ field: 'day', order: 'DESC' }] });
  assert.deepEqual([idsOf(latest)[0], idsOf(latest).at(-1)], ['white', 'pot']);
  const tied = (await client.find({ sort: [{ field: 'kind' }] })).edges;
  const leaves = tied.filter(
    (edge: { node: { metadata: { kind: string } } }) => edge.node.metadata.kind === 'leaf',
  );
  assert.deepEqual(
    leaves.map(({ score }: { score: number }) => score),
    leaves.map(({ score }: { score: number }) => score).sort((a: number, b: number) => b - a),
  );
  const list = idsOf(byPrice);
  const first = await client.find({ sort: [{ field: 'price', order: 'DESC' }] }, { first: 4 });
  const second = await client.find(
    { sort: [{ field: 'price', order: 'DESC' }] },
    { first: 50, after: first.pageInfo.endCursor },
  );
  assert.deepEqual([...idsOf(first), ...idsOf(second)], list);
});

test('grouped by a field, each value is one hit that shows the best of its documents', async () => {
  const flat = await client.find({});
  const kinds = new Map<string | null, string[]>();
  for (const { node } of flat.edges) {
    const kind = node.metadata.kind ?? null;
    kinds.set(kind, [...(kinds.get(kind) ?? []), node.documentId]);
  }
  const grouped = await client.find({ groupBy: { field: 'kind', hits: 2 } }, { of: [{ field: 'kind' }] });
  assert.equal(grouped.totalCount, 4);
  assert.deepEqual(
    grouped.edges.map(
      ({
        group,
      }: {
        group: { value: string; totalCount: number; hits: { node: { documentId: string } }[] };
      }) => [group.value, group.totalCount, group.hits.map(({ node }) => node.documentId)],
    ),
    [...kinds].map(([kind, ids]) => [kind, ids.length, ids.slice(0, 2)]),
  );
  assert.deepEqual(
    idsOf(grouped),
    [...kinds.values()].map(([id]) => id),
  );
  assert.equal(grouped.facets[0].documents, 8, 'facets count the documents in groups');
  assert.equal(flat.edges[0].group, null);
});

test('of near duplicates only the best is shown, and says how many it stands for', async () => {
  const found = await client.find({ collapse: true });
  assert.equal(found.totalCount, 7);
  const standing = new Map(
    found.edges.map(({ node, collapsed }: { node: { documentId: string }; collapsed: number }) => [
      node.documentId.replace('-2', ''),
      collapsed,
    ]),
  );
  assert.deepEqual([standing.get('black'), standing.get('烏龍'), standing.get('green')], [1, 1, 0]);
});

test('boosts raise and lower what they hold for, recency what is recent', async () => {
  const boosted = await client.find({ boosts: [{ filter: { field: 'kind', startsWith: '茶' }, factor: 3 }] });
  assert.deepEqual(idsOf(boosted).slice(0, 3).sort(), ['烏龍', '烏龍-2', '普洱'].sort());
  const [first] = boosted.edges;
  assert.equal(first.explain.boost, 3);
  assert.ok(first.score >= 1.5 && first.score <= 3, 'a standing from 0.5 to 1, times 3');
  const lowered = await client.find({
    boosts: [{ filter: { field: 'tags', containsAll: ['hot'] }, factor: 0.1 }],
  });
  assert.deepEqual(idsOf(lowered).slice(-3).sort(), ['black', 'cup', 'green']);
  const recent = await client.find({ recency: { field: 'day', halfLifeDays: 30, weight: 1 } });
  assert.equal(idsOf(recent)[0], 'white');
  assert.equal(recent.edges.at(-1).score, 0, 'without a date, infinitely old');
});

test('whatever is asked together, pages, order, groups and facets agree with the documents that are shown', async () => {
  const fields = `[{ name: "kind", type: STRING, facet: true }, { name: "price", type: INT, facet: true },
    { name: "day", type: DATETIME, facet: true }, { name: "tags", type: STRING_LIST, facet: true }]`;
  await client.data(
    `mutation { createCollection(input: { name: "cakes", fields: ${fields} }) { collection { id } } }`,
  );
  await client.add('cakes', [...cakes, ...teas.slice(0, 2)].map(documentOf));
  const random = seeded(7);
  const sizes = new Set<number>();
  for (let round = 0; round < 60; round++) sizes.add(await promisesOf(randomSearch(random), client));
  assert.ok(sizes.size > 6, `searches too alike: ${[...sizes]}`);
});

test('a wrong value of any argument is refused with its place and what to do, and the next search is answered', async () => {
  const api = buildSchema(await readFile(new URL('../../schema/api.graphql', import.meta.url), 'utf8'));
  const known = Object.keys((api.getType('SearchInput') as GraphQLInputObjectType).getFields());
  assert.deepEqual(Object.keys(WRONG), known, 'each argument has a case');
  for (const [argument, cases] of Object.entries(WRONG)) {
    for (const [value, place, message] of cases) {
      const [code, named = null, said] = await refused({ [argument]: value });
      assert.match(
        String(code),
        /^(BAD_USER_INPUT|UNKNOWN_FIELD|(COLLECTION|DOCUMENT)_NOT_FOUND)$/,
        argument,
      );
      assert.deepEqual([argument, named], [argument, place]);
      assert.match(said, message);
    }
  }
  assert.equal((await client.find({})).edges.length, 9);
});
