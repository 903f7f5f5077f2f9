import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { graphqlClient } from '../support/client.ts';
import { searchClient } from '../support/search.ts';
import { bootStack } from '../support/stack.ts';

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

let stack: Awaited<ReturnType<typeof bootStack>>;
let client: ReturnType<typeof graphqlClient>;
before(async () => {
  stack = await bootStack('one');
  client = graphqlClient(stack.url);
  await client.data(`mutation { createCollection(input: { name: "teas", fields: [
    { name: "kind", type: STRING, facet: true }, { name: "price", type: INT, facet: true },
    { name: "day", type: DATETIME, facet: true }, { name: "tags", type: STRING_LIST, facet: true },
    { name: "note", type: STRING, filterable: false }, { name: "maker", type: STRING } ] }) { collection { id } } }`);
  await add('teas', [...teas, ...copies].map(documentOf));
});
after(() => stack?.[Symbol.asyncDispose]());

type Row = (typeof teas)[number] | (typeof copies)[number];
function documentOf([documentId, title, content, kind, price, day, tags]: Row) {
  return { documentId, title, content, metadata: { kind, price, day, tags } };
}

async function add(collection: string, documents: object[]) {
  const { addDocuments } = await client.data(
    `mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position job { status } } }`,
    { input: { collection, documents, waitFor: 'INDEXED' } },
  );
  assert.equal(addDocuments.job.status, 'COMPLETED');
  return addDocuments.position;
}

const WORDS = [
  'lantern',
  'violin',
  'glacier',
  'orchard',
  'compass',
  'harbour',
  'windmill',
  'telescope',
  'bakery',
  'canyon',
];
const SEARCH = `query ($input: SearchInput!, $of: [FacetInput!]!, $facets: Boolean!, $first: Int!, $after: String) {
  search(input: $input, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } explain { cacheLevel stages { name } }
    facets(of: $of) @include(if: $facets) {
      field documents missing countRelation more buckets { value from to count } }
    edges { cursor score collapsed explain { boost } node { documentId metadata }
            group { value totalCount hits { cursor score node { documentId } } } } } }`;

const variables = (input: object, more: object = {}) => ({
  input: { collections: ['teas'], text: 'tea 茶', candidates: 100, ...input },
  of: [],
  facets: 'of' in more,
  first: 50,
  ...more,
});
const find = async (input: object, more: object = {}) =>
  (await client.data(SEARCH, variables(input, more))).search;
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
const idsOf = (found: any): string[] => found.edges.map(({ node }: any) => node.documentId);

async function refused(input: object, more: object = {}) {
  const { errors } = await client.ask(SEARCH, variables(input, more));
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
  const found = await find({}, { of, first: 2 });
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
  const cut = await find({ candidates: 10, mode: 'SEMANTIC' }, { of: [{ field: 'kind' }] });
  assert.equal(cut.facets[0].countRelation, 'EXACT', 'all nine are among ten candidates');
});

const reads = () =>
  searchClient(stack.services.query?.url ?? '').metric('remote_calls_total', { operation: 'columns' });

test('facets obey the filter, and those of an answer out of the cache and of later pages cost nothing', async () => {
  const input = { filter: { field: 'kind', eq: '茶' } };
  const of = [{ field: 'tags' }];
  const nothing = await reads();
  await find(input, { first: 1 });
  assert.equal(await reads(), nothing, 'nothing is read for facets that nobody asks for');
  const fresh = await find(input, { of, first: 1 });
  assert.equal(await reads(), nothing + 1);
  assert.deepEqual(fresh.facets[0].buckets, [
    { value: '熱飲', from: null, to: null, count: 2 },
    { value: 'asia', from: null, to: null, count: 1 },
  ]);
  const before = await reads();
  const again = await find(input, { of, first: 1 });
  assert.equal(again.explain.cacheLevel, 'L1');
  assert.deepEqual(again.facets, fresh.facets);
  const next = await find(input, { of, first: 1, after: fresh.pageInfo.endCursor });
  assert.deepEqual(next.facets, fresh.facets);
  assert.equal(await reads(), before);
});

test('a wrong facet is an error of the facets alone, and says which there are', async () => {
  const wrong = async (facet: object) => refused({}, { of: [facet] });
  const { data, errors } = await client.ask(SEARCH, variables({}, { of: [{ field: 'colour' }] }));
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

test('hits are sorted by fields, those without a value last, and by score where these are equal', async () => {
  const byPrice = await find({ sort: [{ field: 'price', order: 'DESC' }] });
  assert.deepEqual(idsOf(byPrice).slice(0, 3), ['pot', '普洱', 'white']);
  const byDay = await find({ sort: [{ field: 'day' }, { field: 'price', order: 'DESC' }] });
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
  const latest = await find({ sort: [{ field: 'day', order: 'DESC' }] });
  assert.deepEqual([idsOf(latest)[0], idsOf(latest).at(-1)], ['white', 'pot']);
  const tied = (await find({ sort: [{ field: 'kind' }] })).edges;
  const leaves = tied.filter(
    (edge: { node: { metadata: { kind: string } } }) => edge.node.metadata.kind === 'leaf',
  );
  assert.deepEqual(
    leaves.map(({ score }: { score: number }) => score),
    leaves.map(({ score }: { score: number }) => score).sort((a: number, b: number) => b - a),
  );
  const list = idsOf(byPrice);
  const first = await find({ sort: [{ field: 'price', order: 'DESC' }] }, { first: 4 });
  const second = await find(
    { sort: [{ field: 'price', order: 'DESC' }] },
    { first: 50, after: first.pageInfo.endCursor },
  );
  assert.deepEqual([...idsOf(first), ...idsOf(second)], list);
});

test('grouped by a field, each value is one hit that shows the best of its documents', async () => {
  const flat = await find({});
  const kinds = new Map<string | null, string[]>();
  for (const { node } of flat.edges) {
    const kind = node.metadata.kind ?? null;
    kinds.set(kind, [...(kinds.get(kind) ?? []), node.documentId]);
  }
  const grouped = await find({ groupBy: { field: 'kind', hits: 2 } }, { of: [{ field: 'kind' }] });
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
  const found = await find({ collapse: true });
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
  const boosted = await find({ boosts: [{ filter: { field: 'kind', startsWith: '茶' }, factor: 3 }] });
  assert.deepEqual(idsOf(boosted).slice(0, 3).sort(), ['烏龍', '烏龍-2', '普洱'].sort());
  const [first] = boosted.edges;
  assert.equal(first.explain.boost, 3);
  assert.ok(first.score >= 1.5 && first.score <= 3, 'a standing from 0.5 to 1, times 3');
  const lowered = await find({ boosts: [{ filter: { field: 'tags', containsAll: ['hot'] }, factor: 0.1 }] });
  assert.deepEqual(idsOf(lowered).slice(-3).sort(), ['black', 'cup', 'green']);
  const recent = await find({ recency: { field: 'day', halfLifeDays: 30, weight: 1 } });
  assert.equal(idsOf(recent)[0], 'white');
  assert.equal(recent.edges.at(-1).score, 0, 'without a date, infinitely old');
});

test('a wrong order, group or boost is refused with its place and what to do', async () => {
  const holds = { field: 'price', gt: 1 };
  const cases: [object, string, RegExp][] = [
    [{ sort: [{ field: 'tags' }] }, 'input.sort[0].field', /is a list/],
    [{ sort: [{ field: 'note' }] }, 'input.sort[0].field', /not filterable\. Filterable fields: kind/],
    [{ sort: Array(4).fill({ field: 'price' }) }, 'input.sort', /at most 3/],
    [{ groupBy: { field: 'kind', hits: 11 } }, 'input.groupBy.hits', /from 1 to 10/],
    [{ groupBy: { field: 'tags' } }, 'input.groupBy.field', /is a list/],
    [{ boosts: [{ filter: holds, factor: 0 }] }, 'input.boosts[0].factor', /from 0\.1 to 10/],
    [
      { boosts: [{ filter: { field: 'price', gt: 'x' }, factor: 2 }] },
      'input.boosts[0].filter.gt',
      /whole number/,
    ],
    [{ boosts: Array(21).fill({ filter: holds, factor: 2 }) }, 'input.boosts', /at most 20/],
    [{ recency: { field: 'price', halfLifeDays: 1 } }, 'input.recency.field', /DATETIME/],
    [{ recency: { field: 'day', halfLifeDays: 0 } }, 'input.recency.halfLifeDays', /from 0\.05/],
    [{ recency: { field: 'day', halfLifeDays: 1, weight: 0 } }, 'input.recency.weight', /above 0/],
  ];
  for (const [input, argument, message] of cases) {
    const [code, place, said] = await refused(input);
    assert.deepEqual([code, place], ['BAD_USER_INPUT', argument]);
    assert.match(said, message);
  }
  const [code] = await refused({ groupBy: { field: 'colour' } });
  assert.equal(code, 'UNKNOWN_FIELD');
});

const PASSAGES = `query ($input: SearchInput!, $first: Int!, $best: Int!, $before: Int!, $after: Int!) {
  search(input: $input, first: $first) { totalCount edges {
    node { documentId } passage { text start end ordinal }
    passages(first: $best) { score passage { ordinal text start end
      around(before: $before, after: $after) { text start end passages { ordinal } } } } } } }`;

const inBooks = (input: object, more: object = {}) => ({
  input: { collections: ['books'], ...input },
  first: 10,
  best: 3,
  before: 1,
  after: 1,
  ...more,
});

/** A document of some 500 passages, in which each word has its own. */
const chapters = Array.from({ length: 500 }, (_, n) => {
  const word = n % 50 === 7 ? WORDS[(n - 7) / 50] : 'stone';
  return `Part ${n + 1} of this long book tells in plain words of one ${word}, and of how it was carried over the hills.`;
});
const book = chapters.join(' ');
let booksAreThere: Promise<unknown> | undefined;
/** The collection of the long book and of 100 short texts, made once. */
function books(): Promise<unknown> {
  booksAreThere ??= (async () => {
    await client.data(`mutation { createCollection(input: { name: "books", passages: { maxTokens: 48, overlapTokens: 8 },
      fields: [{ name: "kind", type: STRING, facet: true }, { name: "n", type: INT }] }) { collection { id } } }`);
    const notes = Array.from({ length: 100 }, (_, n) => ({
      documentId: `note${n}`,
      content: `Note ${n}: a ${WORDS[n % 10]} was seen near the river.`,
      metadata: { kind: 'note', n },
    }));
    const long = {
      documentId: 'book',
      title: 'A long book',
      content: book,
      metadata: { kind: 'book', n: 1_000 },
    };
    await add('books', [long, ...notes]);
  })();
  return booksAreThere;
}

test('one document of 500 passages beside 100 others crowds none of them out', async () => {
  await books();
  for (const mode of ['SEMANTIC', 'KEYWORD', 'HYBRID']) {
    const input = { collections: ['books'], text: 'a lantern of stone', mode, candidates: 200 };
    const found = await find(input, { first: 30, of: [{ field: 'kind' }] });
    const least = mode === 'KEYWORD' ? 11 : 30;
    assert.ok(found.edges.length >= least, `${mode}: ${found.edges.length}`);
    assert.equal(new Set(idsOf(found)).size, found.edges.length);
    assert.equal(idsOf(found).filter((id) => id === 'book').length, 1, mode);
    const counts = found.facets[0].buckets.map(({ count }: { count: number }) => count);
    assert.equal(
      counts.reduce((sum: number, count: number) => sum + count, 0),
      found.totalCount,
    );
    const few = { ...input, candidates: 10, filter: { field: 'kind', eq: 'note' } };
    const [cut] = (await find(few, { of: [{ field: 'kind' }] })).facets;
    assert.equal(cut.countRelation, 'AT_LEAST', mode);
    const sorted = await find({ ...input, sort: [{ field: 'n', order: 'DESC' }] }, { first: 3 });
    assert.equal(idsOf(sorted)[0], 'book', mode);
    const grouped = await find({ ...input, groupBy: { field: 'kind', hits: 10 } });
    assert.deepEqual(grouped.edges.map(({ group }: { group: { value: string } }) => group.value).sort(), [
      'book',
      'note',
    ]);
  }
});

test('the best passages of a document are those that answer, each with its neighbours as they stand in the content', async () => {
  await books();
  for (const mode of ['SEMANTIC', 'KEYWORD', 'HYBRID']) {
    const input = { text: 'telescope', mode, filter: { field: 'kind', eq: 'book' } };
    const { search } = await client.data(PASSAGES, inBooks(input));
    const [hit] = search.edges;
    assert.ok(hit.passages.length >= 1 && hit.passages.length <= 3, mode);
    const [best] = hit.passages;
    assert.match(best.passage.text, /telescope/, mode);
    const scores = hit.passages.map(({ score }: { score: number }) => score);
    assert.deepEqual(
      scores,
      scores.toSorted((a: number, b: number) => b - a),
    );
    for (const { passage } of hit.passages) {
      const { around } = passage;
      assert.equal(passage.text, book.slice(passage.start, passage.end));
      assert.equal(around.text, book.slice(around.start, around.end));
      assert.ok(around.start <= passage.start && around.end >= passage.end);
      const ordinals = around.passages.map(({ ordinal }: { ordinal: number }) => ordinal);
      assert.deepEqual(ordinals, [passage.ordinal - 1, passage.ordinal, passage.ordinal + 1]);
    }
  }
});

test('the long document has as many passages as it seems', async () => {
  await books();
  const input = { text: 'part 500', mode: 'KEYWORD', filter: { field: 'kind', eq: 'book' } };
  const { search } = await client.data(PASSAGES, inBooks(input));
  assert.ok(search.edges[0].passages[0].passage.ordinal >= 450);
});

test('neighbours end where the document does, and numbers out of bounds are refused', async () => {
  await books();
  const short = inBooks({ text: 'note 42', filter: { field: 'n', eq: 42 } }, { before: 20, after: 20 });
  const [note] = (await client.data(PASSAGES, short)).search.edges;
  assert.deepEqual(
    note.passages.map(({ passage }: { passage: { around: { text: string } } }) => passage.around.text),
    ['Note 42: a glacier was seen near the river.'],
  );
  const cases: [object, string][] = [
    [{ best: 0 }, 'passages.first'],
    [{ best: 21 }, 'passages.first'],
    [{ before: -1 }, 'around.before'],
    [{ after: 21 }, 'around.after'],
  ];
  for (const [more, argument] of cases) {
    const { errors } = await client.ask(PASSAGES, inBooks({ text: 'note' }, more));
    assert.deepEqual(
      [errors?.[0]?.extensions.code, errors?.[0]?.extensions.argument],
      ['BAD_USER_INPUT', argument],
    );
  }
});

test('the best sentence of a hit that shares no word with the question is the one that answers it', async () => {
  const cases = [
    [
      'facts',
      'The museum opens at nine. Its café sells soup. Workers carry nectar to the hive and thicken it. Trams stop nearby.',
      'Which insects produce something sweet?',
      'Workers carry nectar to the hive and thicken it.',
    ],
    [
      '事實',
      '博物館九點開門。電車停在附近。蜜蜂把花蜜帶回蜂巢，釀成蜂蜜。咖啡店賣湯。',
      '哪種昆蟲做出甜的食物？',
      '蜜蜂把花蜜帶回蜂巢，釀成蜂蜜。',
    ],
  ] as const;
  await client.data(`mutation { createCollection(input: { name: "facts" }) { collection { id } } }`);
  await add(
    'facts',
    cases.map(([documentId, content]) => ({ documentId, content })),
  );
  for (const [documentId, content, text, expected] of cases) {
    const { search } = await client.data(
      `query ($input: SearchInput!) { search(input: $input) { edges { node { documentId } bestSentence { text start end score } } } }`,
      { input: { collections: ['facts'], text, mode: 'SEMANTIC' } },
    );
    const hit = search.edges.find(
      ({ node }: { node: { documentId: string } }) => node.documentId === documentId,
    );
    assert.equal(hit.bestSentence.text, expected);
    assert.equal(content.slice(hit.bestSentence.start, hit.bestSentence.end), expected);
    assert.ok(hit.bestSentence.score > 0 && hit.bestSentence.score <= 1.0001);
  }
});
