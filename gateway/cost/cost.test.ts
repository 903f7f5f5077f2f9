import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { buildASTSchema, parse } from 'graphql';
import { type FederatedGraph, startFederatedGraph } from '../../test/support/federated-graph.ts';
import { transports } from '../../test/support/transports.ts';
import { parseGatewayFile } from '../configuration/gateway-file.ts';
import { demandControl } from './demand.ts';

const link = (name: string) => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", { name: "@cost", as: "@${name}" }, "@listSize"])`;
const books = Array.from({ length: 3 }, (_, at) => ({ title: `Book ${at}`, author: { name: 'Someone' } }));
const parts = {
  books: {
    typeDefs: `${link('price')}
      type Query {
        book: Book
        shelf: [Book!]
        top(first: Int = 5): [Book!] @listSize(slicingArguments: ["first"])
        page(first: Int!): Page @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
        best: [Book!] @listSize(assumedSize: 2)
        ends(first: Int, last: Int): [Book!] @listSize(slicingArguments: ["first", "last"], assumedSize: 3)
        any(first: Int, last: Int): [Book!]
          @listSize(slicingArguments: ["first", "last"], assumedSize: 3, requireOneSlicingArgument: false)
        heavy(text: String @price(weight: 3)): Int @price(weight: 40)
        work: Work
      }
      type Mutation { write: Book }
      type Page { edges: [Book!] total: Int }
      union Work = Book | Poem
      type Poem { title: String verses: [Verse!] }
      type Verse { text: String }
      type Book { title: String author: Author }
      type Author @price(weight: 7) { name: String }`,
    resolvers: {
      Query: {
        book: () => books[0],
        shelf: () => books,
        top: () => books,
        page: () => ({ edges: books, total: 3 }),
        best: () => books,
        ends: () => books,
        any: () => books,
        heavy: () => 1,
        work: () => ({ __typename: 'Poem', title: 'x', verses: [{ text: 'a' }, { text: 'b' }] }),
      },
      Mutation: { write: () => books[0] },
    },
  },
};

describe('what an operation costs', () => {
  let graph: FederatedGraph;
  const ways = transports(() => `${graph.url}/graphql`);
  before(async () => {
    const file = parseGatewayFile('cost: { most: 100, listSize: 10 }', 'gateway.yaml', {});
    graph = await startFederatedGraph(parts, { file });
  });
  after(() => graph?.[Symbol.asyncDispose]());

  const cost = async (query: string, variables = {}) => {
    const { extensions, errors } = await ways.HTTP(query, { variables }, { 'x-kitegraph-cost': '1' });
    assert.equal(errors, undefined, query);
    return extensions?.cost as { estimated: number; actual: number };
  };

  test('is reckoned by @cost and @listSize before it runs, and counted in the answer', async () => {
    const cases: [string, number, number, object?][] = [
      ['{ __typename __schema { queryType { name } } }', 0, 0],
      ['{ book { title } }', 1, 1],
      ['mutation { write { title } }', 11, 11],
      ['{ book { title author { name } } }', 8, 8],
      ['{ shelf { title } }', 10, 3],
      ['{ top { title } }', 5, 3],
      ['{ top(first: 20) { title } }', 20, 3],
      ['query ($n: Int = 4) { top(first: $n) { title } }', 4, 3],
      ['query ($n: Int = 4) { top(first: $n) { title } }', 6, 3, { n: 6 }],
      ['{ page(first: 4) { total edges { title } } }', 5, 4],
      ['query ($i: Int!) { page(first: $i) { edges { title } } }', 4, 4, { i: 3 }],
      ['{ best { title } }', 2, 3],
      ['{ ends(last: 4) { title } }', 4, 3],
      ['query ($n: Int) { ends(first: $n, last: 4) { title } }', 4, 3],
      ['{ ends @skip(if: true) { title } best { title } }', 2, 3],
      ['{ any { title } }', 3, 3],
      ['{ any(first: 4, last: 5) { title } }', 5, 3],
      ['query ($n: Int) { top(first: $n) { title } }', 5, 3],
      ['{ heavy }', 40, 40],
      ['{ heavy(text: "x") }', 43, 43],
      ['query ($no: Boolean = true) { heavy @skip(if: $no) book @include(if: true) { title } }', 1, 1],
      ['{ work { ... on Book { author { name } } ... on Poem { verses { text } } } }', 18, 3],
      ['{ shelf { ...B } } fragment B on Book { author { name } }', 80, 24],
    ];
    for (const [query, estimated, actual, variables] of cases) {
      assert.deepEqual(await cost(query, variables), { estimated, actual }, query);
    }
  });

  for (const [name, ask] of Object.entries(ways)) {
    test(`is refused beyond the most over ${name}, before anything runs`, async () => {
      const { errors, data } = await ask('{ top(first: 101) { title } }');
      assert.equal(data, undefined);
      assert.equal(errors?.[0]?.extensions.code, 'COST_TOO_HIGH');
      assert.equal(errors?.[0]?.extensions.cost, 101);
      assert.match(errors?.[0]?.message ?? '', /reckoned to cost 101; the most is 100/);
    });
  }

  test('is not reckoned where just one argument must say how long a list is, and none or several do', async () => {
    const cases: [string, RegExp, object?][] = [
      ['{ ends { title } }', /"Query\.ends" needs just one of the arguments "first", "last".* 0 are given/],
      ['{ book { title } ends(first: 1, last: 1) { title } }', / 2 are given/],
      ['query ($n: Int) { ends(first: $n) { title } }', / 0 are given/],
      ['query ($n: Int) { ends(first: $n) { title } }', / 0 are given/, { n: null }],
    ];
    for (const [query, message, variables = {}] of cases) {
      const { errors, data } = await ways.HTTP(query, { variables });
      assert.equal(data, undefined);
      assert.equal(errors?.[0]?.extensions.code, 'LIST_SIZE_UNCLEAR', query);
      assert.match(errors?.[0]?.message ?? '', message);
    }
  });

  test('is told to those who ask for it only', async () => {
    assert.equal((await ways.HTTP('{ book { title } }')).extensions, undefined);
  });
});

test('a search costs more with the size of its page, and what must be searched again for each hit', () => {
  const sdl = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
  const supergraph = buildASTSchema(parse(sdl), { assumeValid: true });
  const demandOf = demandControl({}, () => supergraph);
  const search = (first: number, fields: string) =>
    demandOf(
      {
        document: parse(
          `query ($first: Int!) { search(input: { text: "x", collections: ["a"] }, first: $first) { edges { ${fields} } } }`,
        ),
      },
      { first },
    )?.estimated;
  assert.equal(search(10, 'score'), 20);
  assert.equal(search(100, 'score'), 110);
  assert.equal(search(10, 'node { title }'), 30);
  assert.equal(search(10, 'passages(first: 4) { score }'), 10 + 10 * (1 + 4 * 5));
});
