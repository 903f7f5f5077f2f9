import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFederatedGraph } from '../../test/support/federated-graph.ts';

const parts = {
  users: {
    typeDefs: `type Query { me: User anyone: Node found: Found }
      interface Node { id: ID! }
      interface Named { name: String }
      union Found = User | Shop
      type User implements Node & Named @key(fields: "id") { id: ID! name: String friend: User }
      interface Placed { town: String }
      type Shop implements Node & Placed { id: ID! town: String }`,
    resolvers: {
      Query: {
        me: () => ada,
        anyone: () => ({ __typename: 'User', ...ada }),
        found: () => ({ __typename: 'User', ...ada }),
      },
    },
  },
  mail: {
    typeDefs: 'type User @key(fields: "id") { id: ID! address: String }',
    resolvers: { User: { address: ({ id }: { id: string }) => `${id}@example.org` } },
  },
};
const ada = { id: '1', name: 'Ada', friend: { id: '2', name: 'Bob' } };

test('a fragment on an object inside of one on its interface or union keeps what it asks for', async () => {
  await using graph = await startFederatedGraph(parts);
  const cases: [string, unknown][] = [
    ['{ me { ... on Node { ... on User { name } } } }', { me: { name: 'Ada' } }],
    ['{ me { ... on Found { ... on User { name } } } }', { me: { name: 'Ada' } }],
    ['{ me { ... on Node { ... on Named { ... on User { name } } } } }', { me: { name: 'Ada' } }],
    [
      '{ me { ... on Node { id ... on Shop { town } ... on User { name } } } }',
      { me: { id: '1', name: 'Ada' } },
    ],
    ['{ me { ... on Node { ... on Shop { town } } } }', { me: {} }],
    ['{ me { ... on Node { id ... on Placed { town } } } }', { me: { id: '1' } }],
    ['{ me { ... on Node { ... on User { address } } } }', { me: { address: '1@example.org' } }],
    ['{ me { ... on Node { ... on User @skip(if: true) { name } id } } }', { me: { id: '1' } }],
    ['{ me { ... on Node @include(if: false) { ... on User { name } } id } }', { me: { id: '1' } }],
    [
      `{ me { ...N } } fragment N on Node { ... on User { name friend { ...M } } }
        fragment M on Found { ... on User { name } }`,
      { me: { name: 'Ada', friend: { name: 'Bob' } } },
    ],
    [
      '{ me { ... on Node { ... on User { id: name address } } } }',
      { me: { id: 'Ada', address: '1@example.org' } },
    ],
    [
      '{ me { ...U ...N } anyone { ...N } } fragment U on User { friend { ...N } } fragment N on Node { ...Name } fragment Name on User { name }',
      { me: { friend: { name: 'Bob' }, name: 'Ada' }, anyone: { name: 'Ada' } },
    ],
    ['{ anyone { ... on Named { ... on User { name } } } }', { anyone: { name: 'Ada' } }],
    ['{ found { ... on Node { ... on User { name } } } }', { found: { name: 'Ada' } }],
  ];
  for (const [query, expected] of cases) {
    assert.deepEqual(await graph.client.ask(query), { data: expected }, query);
  }
});
