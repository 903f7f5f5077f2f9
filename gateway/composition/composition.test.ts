import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { graphqlClient } from '../../test/support/client.ts';
import { startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { until } from '../../test/support/until.ts';
import { startUserSubgraph, type UserSubgraph } from '../../test/support/user-subgraph.ts';

const products = `type Query { product(sku: ID!): Product }
  type Product { sku: ID! price: Float! }
  type Document @key(fields: "collectionName documentId") { collectionName: ID! documentId: ID! product: Product }`;
const resolvers = {
  Query: { product: (_: unknown, { sku }: { sku: string }) => ({ sku, price: 1 }) },
  Document: {
    __resolveReference: (reference: object) => reference,
    product: ({ documentId }: { documentId: string }) => ({
      sku: `sku-${documentId}`,
      price: Number(documentId) * 10,
    }),
  },
};
const joined = `{ search(input: { collections: ["articles"], text: "x" }) {
  edges { node { documentId title product { sku price } } } } }`;

const portOf = ({ url }: UserSubgraph) => Number(new URL(url).port);

async function standing(base: string, name: string) {
  const { components } = (await (await fetch(`${base}/health`)).json()) as {
    components: { name: string; status: string; detail: string }[];
  };
  return components.find((component) => component.name === `subgraph:${name}`);
}

describe('a subgraph of the user', () => {
  test('joins the hits of a search, without the product knowing of it', async () => {
    await using own = await startUserSubgraph({ typeDefs: products, resolvers });
    await using supergraph = await startSmallSupergraph({ subgraphs: [{ name: 'products', url: own.url }] });
    const { search } = await graphqlClient(supergraph.gateway.url).data(joined);
    assert.deepEqual(search.edges[1].node, {
      documentId: '2',
      title: 'x 2',
      product: { sku: 'sku-2', price: 20 },
    });
    assert.equal((await standing(supergraph.gateway.url, 'products'))?.status, 'UP');
  });

  test('that is away at the start is composed in when it appears, and its absence later costs its fields only', async () => {
    const first = await startUserSubgraph({ typeDefs: products, resolvers });
    const { url } = first;
    await first[Symbol.asyncDispose]();
    await using supergraph = await startSmallSupergraph({ subgraphs: [{ name: 'products', url }] });
    const client = graphqlClient(supergraph.gateway.url);
    assert.equal((await client.ask(joined)).errors?.[0]?.extensions.code, 'GRAPHQL_VALIDATION_FAILED');
    assert.equal(
      (await client.data('{ searchStatistics { totalQueries } }')).searchStatistics.totalQueries,
      1,
    );
    assert.equal((await standing(supergraph.gateway.url, 'products'))?.status, 'DOWN');

    const second = await startUserSubgraph({ typeDefs: products, resolvers, port: portOf(first) });
    await until('it to be composed in', async () => !(await client.ask(joined)).errors);
    await second[Symbol.asyncDispose]();
    const partial = await client.ask(joined);
    assert.deepEqual(partial.data.search.edges[0].node, { documentId: '1', title: 'x 1', product: null });
    assert.equal(partial.errors?.[0]?.extensions.code, 'SUBGRAPH_UNAVAILABLE');
    assert.equal(partial.errors?.[0]?.extensions.serviceName, 'products');

    await using _third = await startUserSubgraph({ typeDefs: products, resolvers, port: portOf(first) });
    assert.equal((await client.data(joined)).search.edges[0].node.product.price, 10);
  });

  test('that stops composing is refused with the reason, and its last good form goes on', async () => {
    const first = await startUserSubgraph({ typeDefs: products, resolvers });
    await using supergraph = await startSmallSupergraph({
      subgraphs: [{ name: 'products', url: first.url }],
    });
    const base = supergraph.gateway.url;
    const client = graphqlClient(base);
    assert.equal((await client.ask(joined)).errors, undefined);
    await first[Symbol.asyncDispose]();
    const clash = `${products} type Collection @key(fields: "id") { id: ID! documentCount: String }`;
    const second = await startUserSubgraph({ typeDefs: clash, resolvers, port: portOf(first) });
    await until('health to say so', async () => (await standing(base, 'products'))?.status === 'DEGRADED');
    const { detail } = (await standing(base, 'products')) ?? {};
    assert.match(detail ?? '', /documentCount/);
    assert.match(detail ?? '', /goes on/);
    assert.equal((await client.data(joined)).search.edges[0].node.product.price, 10);

    await second[Symbol.asyncDispose]();
    const better = `${products} extend type Product { stock: Int }`;
    await using _third = await startUserSubgraph({ typeDefs: better, resolvers, port: portOf(first) });
    const stock = '{ product(sku: "1") { stock } }';
    await until('the new form to be composed in', async () => !(await client.ask(stock)).errors);
    await until('health to say so', async () => (await standing(base, 'products'))?.status === 'UP');
  });

  test('that is broken does not keep another one out', async () => {
    await using good = await startUserSubgraph({ typeDefs: products, resolvers });
    await using broken = await startUserSubgraph({
      typeDefs: 'type Query { search: String }',
      resolvers: {},
    });
    await using supergraph = await startSmallSupergraph({
      subgraphs: [
        { name: 'broken', url: broken.url },
        { name: 'products', url: good.url },
      ],
    });
    assert.equal((await graphqlClient(supergraph.gateway.url).ask(joined)).errors, undefined);
    assert.match((await standing(supergraph.gateway.url, 'broken'))?.detail ?? '', /search/);
  });

  test('may require fields of the product, in fields with arguments too', async () => {
    const typeDefs = `type Document @key(fields: "collectionName documentId") {
      collectionName: ID! documentId: ID! id: ID! @external
      shout(times: Int!): String @requires(fields: "id") }`;
    const Document = {
      __resolveReference: (reference: object) => reference,
      shout: ({ id }: { id: string }, { times }: { times: number }) => id + '!'.repeat(times),
    };
    await using own = await startUserSubgraph({ typeDefs, resolvers: { Document } });
    await using supergraph = await startSmallSupergraph({ subgraphs: [{ name: 'shout', url: own.url }] });
    const { search } = await graphqlClient(supergraph.gateway.url).data(
      `query ($times: Int!) { search(input: { collections: ["a"], text: "x" }, first: 1) {
        edges { node { once: shout(times: 1) more: shout(times: $times) } } } }`,
      { times: 3 },
    );
    assert.deepEqual(search.edges[0].node, { once: 'd1!', more: 'd1!!!' });
  });

  test('changes under load without a failed request, and subscriptions go on', async () => {
    const first = await startUserSubgraph({ typeDefs: products, resolvers });
    await using supergraph = await startSmallSupergraph({
      subgraphs: [{ name: 'products', url: first.url }],
    });
    const client = graphqlClient(supergraph.gateway.url);
    const events = client.events(`subscription { indexJobProgress(id: "steady") {
      sequence job { collection { name searchStatistics { totalQueries } } } } }`);
    let sequence = 0;
    let failures = 0;
    let changed = false;
    const watch = async () => {
      while (!changed) {
        const { value } = await events.next();
        if (value.errors) failures += 1;
        sequence = value.data.indexJobProgress.sequence;
      }
    };
    const load = async () => {
      while (!changed) {
        const { errors } = await client.ask(
          '{ search(input: { collections: ["a"], text: "x" }) { edges { node { title } } } }',
        );
        if (errors) failures += 1;
      }
    };
    const running = Promise.all([watch(), load(), load(), load()]);
    await first[Symbol.asyncDispose]();
    const more = `${products} extend type Product { stock: Int }`;
    await using _second = await startUserSubgraph({ typeDefs: more, resolvers, port: portOf(first) });
    await until(
      'the change to be composed in',
      async () => !(await client.ask('{ product(sku: "1") { stock } }')).errors,
    );
    const then = sequence;
    await until('events after the change', () => sequence > then + 5);
    changed = true;
    await running;
    await events.return(undefined);
    assert.equal(failures, 0);
  });

  test('may not take a name of Kitegraph’s or a name twice', async () => {
    const start = (...names: string[]) =>
      startSmallSupergraph({ subgraphs: names.map((name) => ({ name, url: 'http://127.0.0.1:9/graphql' })) });
    await assert.rejects(start('query'), /"query" is the name of a subgraph of Kitegraph/);
    await assert.rejects(start('Index'), /"Index" is the name/);
    await assert.rejects(start('mine', 'mine'), /"mine" is given twice/);
  });
});
