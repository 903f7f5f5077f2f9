import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type SmallSupergraph, startSmallSupergraph } from '../test/support/small-supergraph.ts';

/** The first time an operation is planned and executed by the plan; where one subgraph has it all, later times go past that. */
describe('an operation gets the same answer the second time', () => {
  let supergraph: SmallSupergraph;
  before(async () => {
    supergraph = await startSmallSupergraph();
  });
  after(() => supergraph?.[Symbol.asyncDispose]());

  /** The answer as it was written, so that the order of fields counts too; without ids of requests. */
  async function text(query: string, variables: object = {}, operationName?: string): Promise<string> {
    const response = await fetch(`${supergraph.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'same' },
      body: JSON.stringify({ query, variables, operationName }),
    });
    const answer = (await response.text()).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
    return `${response.status} ${answer}`;
  }

  const input = '{ collections: ["articles"], text: "x" }';
  const asked: Record<string, { query: string; variables?: object; operationName?: string }> = {
    'fields in an order of its own, under other names': {
      query: `{ b: search(input: ${input}) { edges { node { revision documentId metadata title } score cursor } totalCount __typename } a: search(input: ${input}) { totalCount } }`,
    },
    fragments: {
      query: `query { search(input: ${input}) { ...C } } fragment C on SearchConnection { edges { ... on SearchEdge { node { ...D } } } } fragment D on Document { title __typename }`,
    },
    'what is included or left out': {
      query: `query ($with: Boolean!) { search(input: ${input}) { totalCount @include(if: $with) edges @skip(if: $with) { score } } }`,
      variables: { with: true },
    },
    'an error made for the client': {
      query: '{ search(input: { collections: ["x"], text: "unknown" }) { totalCount } }',
    },
    'an error that nobody foresaw': {
      query: '{ other: search(input: { collections: ["x"], text: "broken" }) { totalCount } }',
    },
    'a variable that cannot be': {
      query: 'query ($input: SearchInput!) { search(input: $input) { totalCount } }',
      variables: { input: { collections: 7, nonsense: true } },
    },
    'a variable that is missing': {
      query: 'query ($input: SearchInput!) { search(input: $input) { totalCount } }',
    },
    'several operations in a document': {
      query: `query A { search(input: ${input}) { totalCount } } query B { health { status } }`,
      operationName: 'A',
    },
    'a name of no operation': {
      query: `query A { search(input: ${input}) { totalCount } }`,
      operationName: 'Z',
    },
    'several subgraphs': {
      query: `{ health { status } search(input: ${input}) { totalCount edges { node { createdAt } } } }`,
    },
    'the schema': {
      query: `{ __schema { queryType { name fields { name } } } search(input: ${input}) { totalCount } }`,
    },
  };

  for (const [what, { query, variables, operationName }] of Object.entries(asked)) {
    test(what, async () => {
      const first = await text(query, variables, operationName);
      assert.equal(await text(query, variables, operationName), first);
      assert.equal(await text(query, variables, operationName), first);
    });
  }

  test('a subgraph that is away, and is back', async () => {
    const known = `query Known { search(input: ${input}) { totalCount } }`;
    const there = await text(known);
    assert.equal(await text(known), there);
    await supergraph.stop('query');
    const away = await text(known);
    assert.match(away, /"data":\{"search":null\}/);
    // One that is new goes by its plan.
    assert.equal(await text(known.replace('Known', 'Unknown')), away);
    await supergraph.start('query');
    assert.equal(await text(known), there);
  });
});
