import assert from 'node:assert/strict';
import { test } from 'node:test';
import { graphqlClient } from '../../test/support/client.ts';
import { startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { startUserSubgraph } from '../../test/support/user-subgraph.ts';

test('errors name their own places in a list of several types, some of which another subgraph answers for', async () => {
  const things = ['1', '2', '3', '4'].map((id) => ({
    __typename: id === '2' ? 'Pen' : 'Book',
    id,
    name: id,
  }));
  await using list = await startUserSubgraph({
    typeDefs: `type Query { shelves: [Shelf] } type Shelf { things: [Thing] } union Thing = Book | Pen
      type Book @key(fields: "id") { id: ID! } type Pen @key(fields: "id") { id: ID! name: String }`,
    resolvers: { Query: { shelves: () => [{ things: [null, ...things] }, { things: things.slice(1) }] } },
  });
  const shop = await startUserSubgraph({
    typeDefs: 'type Query { b: Int } type Book @key(fields: "id") { id: ID! price: Int }',
    resolvers: {
      Book: {
        price({ id }: { id: string }) {
          if (id !== '3') return 1;
          throw Object.assign(new Error('out of print'), { extensions: { code: 'OUT_OF_PRINT' } });
        },
      },
    },
  });
  await using _ = shop;
  await using supergraph = await startSmallSupergraph({
    subgraphs: [
      { name: 'list', url: list.url },
      { name: 'shop', url: shop.url },
    ],
  });
  const client = graphqlClient(supergraph.gateway.url);
  const places = async () => {
    const { errors = [] } = await client.ask(
      '{ shelves { things { ... on Book { price } ... on Pen { name } } } }',
    );
    return errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`);
  };
  assert.deepEqual(await places(), [
    'shelves.0.things.3.price OUT_OF_PRINT',
    'shelves.1.things.1.price OUT_OF_PRINT',
  ]);
  await shop[Symbol.asyncDispose]();
  assert.deepEqual(
    await places(),
    ['0.things.1', '0.things.3', '0.things.4', '1.things.1', '1.things.2'].map(
      (place) => `shelves.${place}.price SUBGRAPH_UNAVAILABLE`,
    ),
  );
});
