import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type SmallSupergraph, startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { transports } from '../../test/support/transports.ts';

describe('a value of the wrong kind', () => {
  let supergraph: SmallSupergraph;
  const ways = transports(() => `${supergraph.gateway.url}/graphql`);
  before(async () => {
    supergraph = await startSmallSupergraph();
  });
  after(() => supergraph?.[Symbol.asyncDispose]());

  const INVALID = 'GRAPHQL_VALIDATION_FAILED';
  const WRONG = 'BAD_USER_INPUT';
  const right = { collections: ['articles'], text: 'x' };
  const search = 'query ($i: SearchInput!) { search(input: $i) { totalCount } }';
  const written = (input: string, rest = '') =>
    `{ search(input: { collections: ["articles"], ${input} }${rest}) { totalCount } }`;

  const hits = (fields: string) =>
    `{ search(input: { collections: ["articles"], text: "x" }) { edges { ${fields} } } }`;

  /** What is asked, and what is said of it: code and argument, in their order. */
  // biome-ignore format: a case a line
  const cases: [string, object, [string, string | undefined][]][] = [
    [written('text: "x", mode: FOO'), {}, [[INVALID, 'input.mode']]],
    [written('text: 5'), {}, [[INVALID, 'input.text']]],
    [written('text: "x"', ', first: "a"'), {}, [[INVALID, 'first']]],
    [written('text: "x"', ', first: null'), {}, [[INVALID, 'first']]],
    [written('text: "x", sort: [{ field: "a" }, { field: "b", order: UP }]'), {}, [[INVALID, 'input.sort[1].order']]],
    [written('tezt: "x"'), {}, [[INVALID, 'input.tezt']]],
    ['{ search(input: { text: "x" }) { totalCount } }', {}, [[INVALID, 'input.collections']]],
    ['{ search { totalCount } }', {}, [[INVALID, 'input']]],
    ['{ search(inputs: 1) { totalCount } }', {}, [[INVALID, 'inputs'], [INVALID, 'input']]],
    ['{ nothing(of: "that") }', {}, [[INVALID, undefined]]],
    [hits('p: passages(first: "x") { score }'), {}, [[INVALID, 'passages.first']]],
    [`${hits('...E')} fragment E on SearchEdge { passage { around(before: A) { text } } }`, {}, [[INVALID, 'around.before']]],
    [`{ search(input: { collections: ["articles"], text: "x" }) { facets { field } } }`, {}, [[INVALID, 'facets.of']]],
    [`query ($n: Int) ${hits('passages(first: $n) { score }')}`, { n: null }, [[WRONG, 'passages.first']]],
    [`query ($n: String!) ${written('text: "x"', ', first: $n')}`, { n: '1' }, [[INVALID, 'first']]],
    [search, { i: { ...right, mode: 'FOO' } }, [[WRONG, 'input.mode']]],
    [search, { i: { ...right, candidates: '5', text: 5 } }, [[WRONG, 'input.text'], [WRONG, 'input.candidates']]],
    [search, { i: { ...right, text: '" at "i.mode"; ', sort: [{ field: 'a', order: 'UP' }] } }, [[WRONG, 'input.sort[0].order']]],
    [search, { i: { ...right, groupBy: {} } }, [[WRONG, 'input.groupBy.field']]],
    [search, { i: { ...right, nonsense: 1 } }, [[WRONG, 'input.nonsense']]],
    [search, { i: { text: 'x' } }, [[WRONG, 'input.collections']]],
    [search, { i: { ...right, mode: null } }, [[WRONG, 'input.mode']]],
    [search, {}, [[WRONG, 'input']]],
    [`query ($n: Int!) { ...S } fragment S on Query ${written('text: "x"', ', first: $n')}`, { n: '3' }, [[WRONG, 'first']]],
    [`query ($b: [BoostInput!]) ${written('text: "x", boosts: $b')}`, { b: [{ filter: {}, factor: 'x' }] }, [[WRONG, 'input.boosts[0].factor']]],
    [`query ($n: Int) ${written('text: "x"', ', first: $n')}`, { n: null }, [[WRONG, 'first']]],
    [`query ($n: Int = null) ${written('text: "x"', ', first: $n')}`, {}, [[WRONG, 'first']]],
    [`query ($r: Boolean) ${written('text: "x", rerank: $r')}`, { r: null }, [[WRONG, 'input.rerank']]],
  ];

  for (const [name, ask] of Object.entries(ways)) {
    test(`is told with the argument in which it stands, over ${name}`, async () => {
      for (const [query, variables, expected] of cases) {
        const { data, errors = [] } = await ask(query, { variables });
        assert.equal(data ?? undefined, undefined, query);
        const said = errors.map(({ extensions }) => [extensions?.code, extensions?.argument]);
        assert.deepEqual(said, expected, `${query} ${JSON.stringify(variables)}`);
      }
    });
  }

  test('is told with its place in the document, and of a subscription too', async () => {
    const { errors } = await ways.HTTP(
      '{\n  search(input: { collections: ["a"], mode: FOO }) { totalCount } }',
    );
    assert.partialDeepStrictEqual(errors, [{ locations: [{ line: 2, column: 45 }] }]);
    const updates = 'subscription ($i: SearchInput!) { searchUpdates(input: $i) { sequence } }';
    const variables = { i: { ...right, mode: 'FOO' } };
    for (const way of ['WebSocket', 'server-sent events'] as const) {
      const [refused] = (await ways[way](updates, { variables })).errors ?? [];
      assert.deepEqual([refused?.extensions.code, refused?.extensions.argument], [WRONG, 'input.mode']);
    }
  });

  test('null in a variable is refused where only its absence means the default', async () => {
    const first = `query ($n: Int) ${written('text: "x"', ', first: $n')}`;
    const [refused] = (await ways.HTTP(first, { variables: { n: null } })).errors ?? [];
    assert.equal(
      refused?.message,
      'first: must not be null, as the variable "$n" is. Leave it out: a default then takes its place.',
    );
    assert.ok((await ways.HTTP(first)).data.search);
    const text =
      'query ($t: String, $f: FilterInput) { search(input: { collections: ["articles"], text: $t, filter: $f }) { totalCount } }';
    assert.ok((await ways.HTTP(text, { variables: { t: 'x', f: null } })).data.search);
  });
});
