import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pino from 'pino';
import { asked, json, scriptedSubgraph } from '../../../test/support/scripted-subgraph.ts';
import { until } from '../../../test/support/until.ts';
import { trafficSettings } from '../settings.ts';
import type { Address } from './address.ts';
import { discovery } from './discovery.ts';

const log = pino({ level: 'silent' });

/** What discovery tells, over names that a test gives meanings to. */
function found(url: string, given: Parameters<typeof trafficSettings>[1] = {}) {
  const hosts: Record<string, string[]> = {};
  const records: { name: string; port: number; priority: number; weight: number }[] = [];
  const told: (readonly Address[])[] = [];
  const names = {
    async addresses(host: string) {
      const addresses = hosts[host];
      if (!addresses) throw new Error(`getaddrinfo ENOTFOUND ${host}`);
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
    srv: async () => records,
  };
  const from = discovery({
    subgraph: 'shop',
    url,
    settings: trafficSettings('shop', given),
    names,
    log,
  });
  return {
    hosts,
    records,
    start: () => from.start((addresses) => told.push(addresses)),
    again: from.again,
    problem: from.problem,
    last: () =>
      told
        .at(-1)
        ?.map(({ url, ip, weight }) => [url, ip, weight].filter((part) => part !== undefined).join(' ')),
    times: () => told.length,
    [Symbol.dispose]: () => from[Symbol.dispose](),
  };
}

describe('the instances of a subgraph', () => {
  test('are all addresses behind its name, IPv4 where there are some', async () => {
    using shop = found('https://shop.internal/graphql');
    shop.hosts['shop.internal'] = ['10.0.0.1', 'fd00::1', '10.0.0.2', '10.0.0.1'];
    shop.start();
    await shop.again();
    assert.deepEqual(shop.last(), [
      'https://shop.internal/graphql 10.0.0.1',
      'https://shop.internal/graphql 10.0.0.2',
    ]);
    using six = found('http://shop.internal/', { shop: { dns: { addresses: 'ipv6' } } });
    six.hosts['shop.internal'] = ['10.0.0.1', 'fd00::1'];
    six.start();
    await six.again();
    assert.deepEqual(six.last(), ['http://shop.internal/ fd00::1']);
  });

  test('are what the list says, with the subgraph’s path where one names none, and known at once', () => {
    using shop = found('http://127.0.0.1:1/graphql?v=1', {
      shop: { instances: ['http://10.0.0.1:80', 'http://10.0.0.2/other', 'http://localhost:3'] },
    });
    shop.start();
    assert.deepEqual(shop.last(), [
      'http://10.0.0.1/graphql?v=1',
      'http://10.0.0.2/other',
      'http://localhost:3/graphql?v=1',
    ]);
    using off = found('http://shop.internal/', { all: { dns: 'off' } });
    off.start();
    assert.deepEqual(off.last(), ['http://shop.internal/']);
  });

  test('are the preferred servers of an SRV record, with their weights', async () => {
    using shop = found('https://shop/graphql', { shop: { srv: '_graphql._tcp.shop.internal' } });
    shop.hosts['a.internal'] = ['10.0.0.1'];
    shop.hosts['b.internal'] = ['10.0.0.2'];
    shop.records.push(
      { name: 'a.internal.', port: 4001, priority: 1, weight: 3 },
      { name: 'b.internal', port: 4002, priority: 1, weight: 0 },
      { name: 'c.internal', port: 4003, priority: 2, weight: 9 },
    );
    shop.start();
    await shop.again();
    assert.deepEqual(shop.last(), [
      'https://a.internal:4001/graphql 10.0.0.1 3',
      'https://b.internal:4002/graphql 10.0.0.2 0.1',
    ]);
  });

  test('stay as they were where the name cannot be looked up, and the reason is told', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    using shop = found('http://shop.internal/', { all: { dns: { every: 1_000 } } });
    shop.start();
    await shop.again();
    assert.match(shop.problem() ?? '', /ENOTFOUND shop\.internal/);
    assert.equal(shop.last(), undefined);
    shop.hosts['shop.internal'] = ['10.0.0.1'];
    await until('the next look', async () => {
      t.mock.timers.tick(1_000);
      await shop.again();
      return shop.times() === 1;
    });
    delete shop.hosts['shop.internal'];
    await until('another look', async () => {
      t.mock.timers.tick(1_000);
      await shop.again();
      return shop.problem() !== undefined;
    });
    assert.deepEqual(shop.last(), ['http://shop.internal/ 10.0.0.1']);
    assert.equal(shop.times(), 1);
  });
});

test('a name with several addresses gets its requests at each of them, under its own name', async (t) => {
  await using first = await scriptedSubgraph(json({ data: { a: 1 } }));
  const { port } = new URL(first.url);
  const second = await scriptedSubgraph(json({ data: { a: 1 } }), '127.0.0.2', Number(port)).catch(
    () => undefined,
  );
  if (!second) return t.skip('this machine has one loopback address');
  await using _ = second;
  let behind = ['127.0.0.1', '127.0.0.2'];
  const names = {
    addresses: async () => behind.map((address) => ({ address, family: 4 })),
    srv: async () => [],
  };
  await using shop = asked([`http://shop.internal:${port}/graphql`], {
    names,
    settings: { deduplicate: false, ejection: 'off', dns: { every: 1_000 } },
  });
  for (let n = 0; n < 20; n++) assert.equal((await shop.ask('{ a }')).errors, undefined);
  assert.ok(first.requests.length > 0 && second.requests.length > 0);
  assert.equal(second.requests[0]?.headers.host, `shop.internal:${port}`);
  behind = ['127.0.0.2'];
  await until('the name to be looked up again', () => shop.health().length === 1);
  const before = first.requests.length;
  for (let n = 0; n < 5; n++) assert.equal((await shop.ask('{ a }')).errors, undefined);
  assert.equal(first.requests.length, before);
  return undefined;
});
