import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { idsOf, resultsClient } from '../support/results.ts';
import { bootStack } from '../support/stack.ts';

let stack: Awaited<ReturnType<typeof bootStack>>;
let client: ReturnType<typeof resultsClient>;
before(async () => {
  stack = await bootStack('one');
  client = resultsClient(stack.url);
});
after(() => stack?.[Symbol.asyncDispose]());

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
    await client.add('books', [long, ...notes]);
  })();
  return booksAreThere;
}

test('one document of 500 passages beside 100 others crowds none of them out', async () => {
  await books();
  for (const mode of ['SEMANTIC', 'KEYWORD', 'HYBRID']) {
    const input = { collections: ['books'], text: 'a lantern of stone', mode, candidates: 200 };
    const found = await client.find(input, { first: 30, of: [{ field: 'kind' }] });
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
    const [cut] = (await client.find(few, { of: [{ field: 'kind' }] })).facets;
    assert.equal(cut.countRelation, 'AT_LEAST', mode);
    const sorted = await client.find({ ...input, sort: [{ field: 'n', order: 'DESC' }] }, { first: 3 });
    assert.equal(idsOf(sorted)[0], 'book', mode);
    const grouped = await client.find({ ...input, groupBy: { field: 'kind', hits: 10 } });
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

test('passages that answer equally come in the order of the document', async () => {
  await books();
  const input = { text: 'stone', mode: 'KEYWORD', filter: { field: 'kind', eq: 'book' } };
  const { search } = await client.data(PASSAGES, inBooks(input, { best: 20 }));
  const found = search.edges[0].passages.map(
    ({ score, passage }: { score: number; passage: { ordinal: number } }) => [score, passage.ordinal],
  );
  assert.deepEqual(
    found,
    found.toSorted(([a, n]: number[], [b, m]: number[]) => Number(b) - Number(a) || Number(n) - Number(m)),
  );
  assert.ok(new Set(found.map(([score]: number[]) => score)).size < found.length, 'some are equal');
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
  await client.add(
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
