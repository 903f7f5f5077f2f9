import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type FederatedGraph, startFederatedGraph } from '../../test/support/federated-graph.ts';

interface Product {
  upc: string;
  USD: number;
  EUR: number;
  weight: number;
}

const products: Product[] = [
  { upc: 'p1', USD: 10, EUR: 9, weight: 2 },
  { upc: 'p2', USD: 0, EUR: 5, weight: 3 },
];
const find = ({ upc }: { upc: string }) => products.find((product) => product.upc === upc);
const priceOf = (product: Product, { currency }: { currency: 'USD' | 'EUR' }) => product[currency];

/** What each subgraph was sent for its entities. */
let representations: Record<string, unknown>[] = [];
const remembering = (reference: Record<string, unknown>) => {
  representations.push(reference);
  return reference;
};

const catalogue = {
  typeDefs: `type Query { products: [Product!]! product(upc: ID!): Product things: [Thing!]! }
    type Product @key(fields: "upc") { upc: ID! name: String weight: Int price(currency: String! = "USD"): Int
      offers: [Offer!]! }
    interface Offer { amount(currency: String!): Int }
    type Sale implements Offer { amount(currency: String!): Int percent: Int! @shareable }
    type Gift implements Offer { amount(currency: String!): Int percent: Int }
    union Thing = Sale | Gift
    type Subscription { priced: Product }`,
  resolvers: {
    Query: {
      products: () => products,
      product: (_: unknown, key: Product) => find(key),
      things: () => [
        { __typename: 'Sale', percent: 0 },
        { __typename: 'Gift', percent: null },
      ],
    },
    Product: {
      __resolveReference: find,
      name: ({ upc }: Product) => `name of ${upc}`,
      price: priceOf,
      offers: (product: Product) => [
        { __typename: 'Sale', product, percent: 0 },
        { __typename: 'Gift', product },
      ],
    },
    Offer: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    Sale: { amount: ({ product }: { product: Product }, args: never) => priceOf(product, args) },
    Gift: { amount: ({ product }: { product: Product }, args: never) => -priceOf(product, args) },
  },
};

const shipping = {
  typeDefs: `type Product @key(fields: "upc") {
      upc: ID!
      weight: Int @external
      price(currency: String! = "USD"): Int @external
      offers: [Offer!]! @external
      dollars(of: Int = 1): Int @requires(fields: "price weight")
      euros: String @requires(fields: "price(currency: \\"EUR\\") weight")
      best: Int @requires(fields: "offers { amount(currency: \\"EUR\\") }")
      free: Boolean
    }
    interface Offer { amount(currency: String!): Int }
    type Sale implements Offer { amount(currency: String!): Int @external percent: Int @shareable }
    type Gift implements Offer { amount(currency: String!): Int @external }`,
  resolvers: {
    Product: {
      __resolveReference: remembering,
      dollars: ({ price, weight }: { price: number; weight: number }, { of }: { of: number }) =>
        of * price * weight,
      euros: ({ price, weight }: { price: number; weight: number }) => `${price * weight} EUR`,
      best: ({ offers }: { offers: { amount: number }[] }) => Math.max(...offers.map(({ amount }) => amount)),
      free: () => false,
    },
  },
};

const composite = `type CompositeId @shareable { one: ID! two: ID! }`;
const names = {
  typeDefs: `type Part @key(fields: "id") @key(fields: "id composite { one }", resolvable: false) {
      id: ID! composite: CompositeId! @shareable name: String! } ${composite}`,
  resolvers: { Part: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `part ${id}` }) } },
};
const labels = {
  typeDefs: `type Query { parts: [Part!]! }
    type Part @key(fields: "composite { one }", resolvable: false) @key(fields: "id composite { two }") {
      id: ID! composite: CompositeId! @shareable name: String! @external label: String! @requires(fields: "name") }
    ${composite}`,
  resolvers: {
    Query: { parts: () => [{ id: '1', composite: { one: 'a', two: 'b' } }] },
    Part: {
      __resolveReference: (reference: { composite: { two?: string } }) => {
        if (!reference.composite.two) throw new Error('not a key of this subgraph');
        return reference;
      },
      label: ({ name }: { name: string }) => `the ${name}`,
    },
  },
};

const nodes = {
  typeDefs: `type Query { node: Node late: String } interface Node @key(fields: "id") { id: ID! }`,
  resolvers: {
    Query: {
      node: () => ({ __typename: 'Node', id: '1' }),
      late: () => Promise.reject(new Error('too late')),
    },
  },
};
const notes = {
  typeDefs: `type Query { noted: Node }
    type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! note: String }`,
  resolvers: { Query: { noted: () => ({ id: '1' }) }, Node: { note: () => 'noted' } },
};

describe('answers that the planner alone would get wrong', () => {
  let graph: FederatedGraph;
  before(async () => {
    graph = await startFederatedGraph({ catalogue, shipping, names, labels, nodes, notes });
  });
  after(() => graph?.[Symbol.asyncDispose]());

  test('a field that is required with an argument does not disturb the same field of the client', async () => {
    const data = await graph.client.data(
      `query ($currency: String = "EUR") { products { dollars price(currency: $currency) ...More weight } }
       fragment More on Product { usd: price price(currency: $currency) }`,
    );
    assert.deepEqual(data.products, [
      { dollars: 20, price: 9, usd: 10, weight: 2 },
      { dollars: 0, price: 5, usd: 0, weight: 3 },
    ]);
  });

  test('one field that is required with different arguments gets to each who requires it as it asked', async () => {
    const { products: found } = await graph.client.data(
      'query ($of: Int!) { products { euros dollars twice: dollars(of: $of) best free } }',
      { of: 2 },
    );
    assert.deepEqual(found, [
      { euros: '18 EUR', dollars: 20, twice: 40, best: 9, free: false },
      { euros: '15 EUR', dollars: 0, twice: 0, best: 5, free: false },
    ]);
  });

  test('an alias that is the name of a key or of what is required is not taken for it', async () => {
    representations = [];
    const data = await graph.client.data(
      `query ($representations: ID!) { product(upc: $representations) {
        upc: name price: name weight: upc __typename: name euros offers { amount: __typename } } }`,
      { representations: 'p1' },
    );
    assert.deepEqual(data.product, {
      upc: 'name of p1',
      price: 'name of p1',
      weight: 'p1',
      __typename: 'name of p1',
      euros: '18 EUR',
      offers: [{ amount: 'Sale' }, { amount: 'Gift' }],
    });
    assert.deepEqual(representations, [{ __typename: 'Product', upc: 'p1', price: 9, weight: 2 }]);
  });

  test('an error of such an alias has the path that the client knows', async () => {
    const { data, errors } = await graph.client.ask('{ upc: late }');
    assert.deepEqual(data, { upc: null });
    assert.deepEqual(errors?.[0]?.path, ['upc']);
  });

  test('a field that a subgraph has with other nullability than the schema keeps its 0, false and null', async () => {
    const { things } = await graph.client.data(
      '{ things { ... on Sale { p: percent } ... on Gift { p: percent } } }',
    );
    assert.deepEqual(things, [{ p: 0 }, { p: null }]);
  });

  test('an entity is asked for by a key that its subgraph resolves, whatever other keys come first', async () => {
    assert.deepEqual(await graph.client.data('{ parts { name label } }'), {
      parts: [{ name: 'part 1', label: 'the part 1' }],
    });
  });

  test('what no subgraph can give is an error, not null', async () => {
    const { data, errors } = await graph.client.ask('{ node { note } noted { note } }');
    assert.equal(data, undefined);
    assert.equal(errors?.[0]?.extensions.code, 'OPERATION_NOT_PLANNABLE');
    assert.match(errors?.[0]?.message ?? '', /"node"/);
    assert.deepEqual(await graph.client.data('{ noted { note } }'), { noted: { note: 'noted' } });
  });

  test('what is left out by @skip or @include is not missed', async () => {
    const query = `query ($no: Boolean = false) { ... @include(if: false) { products { weight } }
      ...Late ... @include(if: $no) { things { __typename } } noted @skip(if: true) { note } parts { label } }
      fragment Late on Query { late @include(if: $no) node @skip(if: true) { id } }`;
    assert.deepEqual(await graph.client.data(query), { parts: [{ label: 'the part 1' }] });
  });

  test('what stands in for a field with arguments is in no schema, and no client can ask for it', async () => {
    const { __schema } = await graph.client.data('{ __schema { types { fields { name } } } }');
    assert.doesNotMatch(JSON.stringify(__schema), /_kg/);
  });
});
