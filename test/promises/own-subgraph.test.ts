import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startProducts } from '../../examples/products/server.ts';
import { graphqlClient } from '../support/client.ts';
import { bootStack } from '../support/stack.ts';

test('the example subgraph joins the hits of a search, in both directions, and its absence costs its fields only', async () => {
  const shop = await startProducts({ port: 0 });
  await using stack = await bootStack('one', { KITEGRAPH_SUBGRAPHS: `products=${shop.url}` });
  const client = graphqlClient(stack.url);
  await client.data('mutation { createCollection(input: { name: "articles" }) { collection { id } } }');
  await client.data(`mutation { addDocuments(input: { collection: "articles", waitFor: INDEXED, documents: [
    { documentId: "en-hnsw", title: "How HNSW finds its way", content: "A layered graph of vectors." },
    { documentId: "en-ivf", title: "IVF", content: "Clusters of vectors." }] }) { job { status } } }`);

  const hits = `{ search(input: { collections: ["articles"], text: "layered graph", mode: KEYWORD }) {
    edges { node { documentId title indexedAt product { sku price } } } } }`;
  const [hit] = (await client.data(hits)).search.edges;
  assert.deepEqual(hit.node.product, { sku: 'CHART-HNSW', price: 14.5 });
  assert.ok(hit.node.indexedAt);

  const back = '{ product(sku: "CHART-HNSW") { document { id title content revision } } }';
  const { product } = await client.data(back);
  assert.equal(product.document.title, 'How HNSW finds its way');
  assert.equal(product.document.content, 'A layered graph of vectors.');

  const set = 'mutation ($price: Float!) { setPrice(sku: "CHART-HNSW", price: $price) { price } }';
  assert.equal((await client.data(set, { price: 12 })).setPrice.price, 12);
  assert.equal((await client.ask(set, { price: -1 })).errors?.[0]?.extensions.code, 'BAD_PRICE');

  await shop[Symbol.asyncDispose]();
  const without = await client.ask(hits);
  assert.equal(without.data.search.edges[0].node.title, 'How HNSW finds its way');
  assert.equal(without.data.search.edges[0].node.product, null);
  assert.equal(without.errors?.[0]?.extensions.serviceName, 'products');
});
