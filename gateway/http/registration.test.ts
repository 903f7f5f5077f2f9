import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { announced } from '../../lib/announce.ts';
import { serviceRegistry } from '../../lib/metrics.ts';
import { readSettings } from '../../lib/settings.ts';
import { startSubgraph } from '../../lib/subgraph.ts';
import { graphqlClient } from '../../test/support/client.ts';
import { startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { until } from '../../test/support/until.ts';
import { startUserSubgraph } from '../../test/support/user-subgraph.ts';

const registrationKey = 'the-registration-key';
const typeDefs = 'type Query { who: String }';
const shop = (who: string) => startUserSubgraph({ typeDefs, resolvers: { Query: { who: () => who } } });

describe('instances that announce themselves', () => {
  test('get requests while their lease runs, beside each other and in place of the configured address', async () => {
    await using configured = await shop('configured');
    await using first = await shop('first');
    await using second = await shop('second');
    await using supergraph = await startSmallSupergraph({
      subgraphs: [{ name: 'shop', url: configured.url }],
      gateway: { registrationKey },
    });
    const client = graphqlClient(supergraph.gateway.url);
    const who = async () => (await client.data('{ who }')).who as string;
    const announce = (body: unknown, method = 'PUT', key = registrationKey) =>
      fetch(`${supergraph.gateway.url}/instances`, {
        method,
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify(body),
      });
    assert.equal(await who(), 'configured');
    // The gateway adds the path of the subgraph's own address where one names none.
    const url = new URL(first.url).origin;
    assert.equal((await announce({ subgraph: 'shop', url, leaseSeconds: 60 })).status, 200);
    assert.equal(await who(), 'first');
    await announce({ subgraph: 'shop', url: second.url, leaseSeconds: 3 });
    const seen = new Set<string>();
    await until('both to answer', async () => seen.add(await who()).size === 2);
    await announce({ subgraph: 'shop', url }, 'DELETE');
    await until('the second lease to end', async () => (await who()) === 'configured');

    for (const [body, method, key, status] of [
      [{ subgraph: 'shop', url }, 'PUT', 'another-key-altogether', 401],
      [{ subgraph: 'shop', url: 'ftp://a' }, 'PUT', registrationKey, 400],
      [{ subgraph: 'shop', url, leaseSeconds: 0 }, 'PUT', registrationKey, 400],
      [{ subgraph: 'shop', url }, 'POST', registrationKey, 405],
    ] as const) {
      assert.equal((await announce(body, method, key)).status, status);
    }
    assert.equal(await who(), 'configured');
  });

  test('of the product do so by themselves, and say when they go', async () => {
    await using supergraph = await startSmallSupergraph({ gateway: { registrationKey } });
    const client = graphqlClient(supergraph.gateway.url);
    await supergraph.stop('query');
    const query = '{ searchStatistics { totalQueries } }';
    assert.ok((await client.ask(query)).errors);
    const service = () =>
      startSubgraph({
        name: 'query',
        host: '127.0.0.1',
        port: 0,
        registry: serviceRegistry('query'),
        parts: {},
        context: () => ({}),
        resolvers: {
          Query: { searchStatistics: () => ({ totalQueries: 5, cacheHits: 0, averageLatencyMs: 1 }) },
        },
      });
    const env = { KITEGRAPH_ANNOUNCE_TO: supergraph.gateway.url };
    const settings = readSettings({ ...env, KITEGRAPH_REGISTRATION_KEY: registrationKey }, []);
    const running = await announced('query', settings, service);
    assert.equal((await client.data(query)).searchStatistics.totalQueries, 5);
    await running[Symbol.asyncDispose]();
    assert.equal((await client.ask(query)).errors?.[0]?.extensions.code, 'SUBGRAPH_UNAVAILABLE');
    await assert.rejects(
      announced('query', readSettings(env, []), service),
      /KITEGRAPH_REGISTRATION_KEY too/,
    );
  });

  test('are not heard where no key is set', async () => {
    await using supergraph = await startSmallSupergraph();
    const response = await fetch(`${supergraph.gateway.url}/instances`, { method: 'PUT', body: '{}' });
    assert.equal(response.status, 404);
  });
});
