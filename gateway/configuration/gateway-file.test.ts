import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trafficSettings } from '../upstream/settings.ts';
import { parseGatewayFile } from './gateway-file.ts';

const parse = (text: string, env = {}) => parseGatewayFile(text, 'gateway.yaml', env);

test('what one subgraph is given comes before what all are given, and that before the defaults', () => {
  const { subgraphs } = parse(
    `
subgraphs:
  all:
    timeout: { query: 5s, connect: 500ms }
    retries: off
  shop:
    instances: [http://10.0.0.1:4001/graphql, "https://\${env.SHOP}/graphql"]
    timeout: { query: 1m }
    retries: { budget: 0.1 }
    health: { path: /ready }
`,
    { SHOP: 'shop.internal' },
  );
  const shop = trafficSettings('shop', subgraphs);
  assert.deepEqual(shop.instances, ['http://10.0.0.1:4001/graphql', 'https://shop.internal/graphql']);
  assert.deepEqual(shop.timeout, { connect: 500, query: 60_000, mutation: 90_000 });
  assert.deepEqual(shop.retries, { most: 2, budget: 0.1, perSecond: 10, pause: 25 });
  assert.deepEqual(shop.health, { path: '/ready', every: 5_000, within: 2_000, failures: 2 });
  const other = trafficSettings('other', subgraphs);
  assert.equal(other.retries, 'off');
  assert.equal(other.timeout.query, 5_000);
  assert.equal(other.instances, undefined);
  assert.deepEqual(trafficSettings('other', parse('').subgraphs), trafficSettings('other'));
});

test('each mistake is told with its line, its place and what is allowed, and never with the value', () => {
  const wrong = `subgraphs:
  shop:
    instances: [ftp://a, http://me:secret@b]
    timeout:
      query: 5 minutes
    retrys: { most: 1 }
    breaker:
      share: 2
    health: sometimes
other: 1
`;
  assert.throws(
    () => parse(wrong),
    (error: Error) => {
      assert.deepEqual(
        error.message.split('\n').map((line) => line.split(' ').slice(0, 4).join(' ')),
        [
          'gateway.yaml:3: subgraphs.shop.instances[0] must be',
          'gateway.yaml:3: subgraphs.shop.instances[1] must be',
          'gateway.yaml:5: subgraphs.shop.timeout.query must be',
          'gateway.yaml:6: subgraphs.shop has no',
          'gateway.yaml:8: subgraphs.shop.breaker.share must be',
          'gateway.yaml:9: subgraphs.shop.health must be',
          'gateway.yaml:10: the file has',
        ],
      );
      assert.match(error.message, /has no "retrys"; it may have instances, .*retries/);
      assert.doesNotMatch(error.message, /secret|5 minutes/);
      return true;
    },
  );
  assert.throws(() => parse('subgraphs: [\n'), /gateway\.yaml:\d: is no valid YAML/);
  assert.throws(() => parse('subgraphs: { a: { srv: "$' + '{env.NOT_THERE}" } }'), /NOT_THERE is not set/);
});
