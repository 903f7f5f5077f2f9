import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { serviceRegistry } from '../../../lib/metrics.ts';
import { startSubgraph } from '../../../lib/subgraph.ts';
import { graphqlClient } from '../../../test/support/client.ts';
import { startSmallSupergraph } from '../../../test/support/small-supergraph.ts';
import { until } from '../../../test/support/until.ts';
import { startUserSubgraph } from '../../../test/support/user-subgraph.ts';

const apiKey = 'a-key-for-this-test';
const portOf = ({ url }: { url: string }) => Number(new URL(url).port);

describe('a graph over several instances of a subgraph', () => {
  test('loses no query while two query services are restarted one after the other under load', async () => {
    const answered = [0, 0];
    const query = (which: number, port = 0) =>
      startSubgraph({
        name: 'query',
        host: '127.0.0.1',
        port,
        registry: serviceRegistry('query'),
        parts: {},
        context: () => ({}),
        resolvers: {
          Query: {
            async searchStatistics() {
              answered[which] = (answered[which] ?? 0) + 1;
              await delay(3);
              return { totalQueries: which, cacheHits: 0, averageLatencyMs: 1 };
            },
          },
        },
      });
    const running = [await query(0), await query(1)];
    const instances = running.map(({ url }) => url);
    await using supergraph = await startSmallSupergraph({
      gateway: {
        file: {
          subgraphs: { query: { instances, deduplicate: false, slowStart: 0, ejection: { first: 100 } } },
        },
      },
    });
    // Without the one in this process, requests go to the instances.
    await supergraph.stop('query');
    const client = graphqlClient(supergraph.gateway.url);
    let over = false;
    let asked = 0;
    const failures: unknown[] = [];
    const load = Promise.all(
      Array.from({ length: 8 }, async () => {
        while (!over) {
          const { errors } = await client.ask('{ searchStatistics { totalQueries } }');
          asked += 1;
          if (errors) failures.push(errors);
        }
      }),
    );
    for (const which of [0, 1, 0, 1]) {
      const before = [...answered];
      await until('load on both', () => answered.every((count, at) => count > (before[at] ?? 0) + 10));
      const port = portOf(running[which] as { url: string });
      await running[which]?.[Symbol.asyncDispose]();
      running[which] = await query(which, port);
    }
    over = true;
    await load;
    for (const one of running) await one[Symbol.asyncDispose]();
    assert.deepEqual(failures, []);
    assert.ok(asked > 80);
  });

  test('that are all away leaves null what they answer for, with an error at each place of a list', async () => {
    const shop = await startUserSubgraph({
      typeDefs: `type Query { a: Int }
        type Document @key(fields: "collectionName documentId") { collectionName: ID! documentId: ID! price: Int stock: Int }`,
      resolvers: { Document: { price: () => 1 } },
    });
    await using _ = shop;
    await using supergraph = await startSmallSupergraph({ subgraphs: [{ name: 'shop', url: shop.url }] });
    const client = graphqlClient(supergraph.gateway.url);
    const search = `{ search(input: { collections: ["articles"], text: "x" }) {
      edges { node { title price left: stock } } } }`;
    assert.equal((await client.data(search)).search.edges[0].node.price, 1);
    await shop[Symbol.asyncDispose]();
    const { data, errors = [] } = await client.ask(search);
    assert.deepEqual(
      data.search.edges.map((edge: { node: object }) => edge.node),
      [1, 2, 3].map((n) => ({ title: `x ${n}`, price: null, left: null })),
    );
    assert.deepEqual(
      errors.map(({ path }) => path?.join('.')),
      [0, 1, 2].flatMap((at) => [`search.edges.${at}.node.price`, `search.edges.${at}.node.left`]),
    );
    for (const { extensions, message } of errors) {
      assert.deepEqual([extensions.code, extensions.serviceName], ['SUBGRAPH_UNAVAILABLE', 'shop']);
      assert.doesNotMatch(message, /127\.0\.0\.1|localhost/);
    }
  });

  test('opens subscriptions at one that listens', async () => {
    const index = await startSubgraph({
      name: 'index',
      host: '127.0.0.1',
      port: 0,
      registry: serviceRegistry('index'),
      parts: {},
      context: () => ({}),
      resolvers: {
        Subscription: {
          indexJobProgress: {
            async *subscribe() {
              yield { indexJobProgress: { sequence: 7, job: { id: 'a' } } };
            },
          },
        },
      },
    });
    await using _ = index;
    const gone = await startUserSubgraph({ typeDefs: 'type Query { a: Int }', resolvers: {} });
    await gone[Symbol.asyncDispose]();
    const instances = [new URL(gone.url).origin, index.url];
    await using supergraph = await startSmallSupergraph({
      gateway: { file: { subgraphs: { index: { instances } } } },
    });
    const client = graphqlClient(supergraph.gateway.url);
    for (let n = 0; n < 4; n++) {
      const events = client.events(`subscription { indexJobProgress(id: "a${n}") { sequence } }`);
      const { value } = await events.next();
      assert.equal(value?.data?.indexJobProgress.sequence, 7, JSON.stringify(value));
      await events.return(undefined);
    }
  });

  test('tells operators which one is left out and where, others only that one is', async () => {
    const typeDefs = 'type Query { who: String }';
    const shop = () => startUserSubgraph({ typeDefs, resolvers: { Query: { who: () => 'me' } } });
    await using first = await shop();
    const second = await shop();
    await using _ = second;
    await using supergraph = await startSmallSupergraph({
      apiKey,
      subgraphs: [{ name: 'shop', url: first.url }],
      gateway: { file: { subgraphs: { shop: { instances: [first.url, second.url] } } } },
    });
    const client = graphqlClient(supergraph.gateway.url, { 'x-api-key': apiKey });
    await second[Symbol.asyncDispose]();
    const health = async (key?: string) =>
      (await (
        await fetch(`${supergraph.gateway.url}/health`, { headers: key ? { 'x-api-key': key } : {} })
      ).json()) as { status: string; leftOut?: string[]; components?: { name: string; address?: string }[] };
    await until('it to be left out', async () => {
      assert.equal((await client.data('{ who }')).who, 'me');
      return (await health()).leftOut !== undefined;
    });
    assert.deepEqual(await health(), { status: 'DEGRADED', leftOut: ['shop#2'] });
    const part = (await health(apiKey)).components?.find(({ name }) => name === 'instance:shop#2');
    assert.equal(part?.address, new URL(second.url).origin);
  });
});
