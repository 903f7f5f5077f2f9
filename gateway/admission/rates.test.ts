import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startFederatedGraph } from '../../test/support/federated-graph.ts';
import { startTestRedis } from '../../test/support/redis.ts';
import { transports } from '../../test/support/transports.ts';
import { until } from '../../test/support/until.ts';
import { parseGatewayFile } from '../configuration/gateway-file.ts';
import { memoryWindows } from './window.ts';

const parts = {
  books: {
    typeDefs: 'type Query { book: Book books(first: Int = 10): [Book!] } type Book { title: String }',
    resolvers: { Query: { book: () => ({ title: 'Ulysses' }), books: () => [{ title: 'Ulysses' }] } },
  },
};
const file = (text: string) => parseGatewayFile(text, 'gateway.yaml', {});
const query = '{ book { title } }';

function post(url: string, headers: Record<string, string> = {}, body: object = { query }) {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

test('what a client may ask in a time is one limit over all transports, told by headers, refused with 429', async () => {
  await using graph = await startFederatedGraph(parts, {
    file: file('rates: [{ name: hourly, most: 4, every: 1h }]'),
  });
  const ways = Object.values(transports(() => `${graph.url}/graphql`));
  for (const ask of ways) assert.equal((await ask(query)).errors, undefined);
  const last = await post(graph.url);
  assert.equal(last.status, 200);
  assert.equal(last.headers.get('ratelimit-policy'), '"hourly";q=4;w=3600');
  assert.match(last.headers.get('ratelimit') ?? '', /^"hourly";r=0;t=\d+$/);
  const events = await post(graph.url, { accept: 'text/event-stream' });
  assert.match(events.headers.get('ratelimit') ?? '', /"hourly";r=0/);
  assert.match(await events.text(), /RATE_LIMITED/);
  const refused = await post(graph.url);
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  const parted = await post(graph.url, { accept: 'multipart/mixed;subscriptionSpec=1.0' });
  assert.equal(parted.status, 429);
  assert.match(await parted.text(), /RATE_LIMITED/);
  for (const ask of ways) {
    const { errors } = await ask('{ not even valid');
    assert.equal(errors?.[0]?.extensions.code, 'RATE_LIMITED');
    assert.equal(errors?.[0]?.extensions.limit, 'hourly');
  }
});

test('X-Forwarded-For is believed of the proxies that are named, and of nobody else', async () => {
  const limited = 'rates: [{ name: hourly, per: [address], most: 1, every: 1h }]';
  const statuses = async (url: string, ...forwarded: string[]) => {
    const found: number[] = [];
    for (const addresses of forwarded) found.push((await post(url, { 'x-forwarded-for': addresses })).status);
    return found;
  };
  await using trusting = await startFederatedGraph(parts, {
    file: file(`${limited}\nnetwork: { proxies: [loopback, 10.0.0.0/8] }`),
  });
  assert.deepEqual(
    await statuses(
      trusting.url,
      '192.0.2.1',
      '192.0.2.2',
      '198.51.100.9, 192.0.2.1, 10.1.2.3',
      '2001:db8:1:2::1',
      '2001:db8:1:2:ffff::2',
      '2001:db8:1:3::1',
    ),
    [200, 200, 429, 200, 429, 200],
  );
  await using wary = await startFederatedGraph(parts, { file: file(limited) });
  assert.deepEqual(await statuses(wary.url, '192.0.2.1', '192.0.2.2'), [200, 429]);
});

test('a limit may be of one operation, and of what operations cost; what they cost less is given back', async () => {
  await using graph = await startFederatedGraph(parts, {
    file: file(`
rates:
  - { name: export, per: [operation], operations: [Export], most: 1, every: 1h }
  - { name: cost, per: [key], count: cost, most: 25, every: 1h }`),
  });
  const named = (operationName: string) =>
    post(graph.url, {}, { query: `query ${operationName} { __typename }`, operationName });
  assert.equal((await named('Export')).status, 200);
  assert.equal((await named('Export')).status, 429);
  assert.equal((await named('Other')).status, 200);

  const books = { query: '{ books { title } }' };
  const left = async () => {
    const { headers, status } = await post(graph.url, {}, books);
    assert.equal(status, 200);
    return Number(/"cost";r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
  };
  // Ten are reckoned, one came.
  assert.equal(await left(), 15);
  assert.equal(await left(), 14);
  const beyond = (await (
    await post(graph.url, {}, { query: '{ a: books { title } b: books { title } c: books { title } }' })
  ).json()) as {
    errors: { extensions: { code: string } }[];
  };
  assert.equal(beyond.errors[0]?.extensions.code, 'COST_TOO_HIGH');
});

test('gateways share their limits in Redis, and each goes on for itself while it is away', async () => {
  await using redis = await startTestRedis();
  const rates = 'rates: [{ name: hourly, per: [operation], most: 2, every: 1h }]';
  const config = { redisUrl: redis.url, file: file(rates) };
  await using one = await startFederatedGraph(parts, config);
  await using other = await startFederatedGraph(parts, config);
  let tried = 0;
  const ask = async ({ url }: { url: string }) => {
    const operationName = `Try${tried}`;
    return (await post(url, {}, { query: `query ${operationName} ${query}`, operationName })).status;
  };
  // Until both are connected they count by themselves.
  await until(
    'both to count in Redis',
    async () => {
      tried += 1;
      return [await ask(one), await ask(one), await ask(other)];
    },
    (statuses) => statuses.join() === '200,200,429',
  );
  await redis.stop();
  await until(
    'one to count for itself',
    () => ask(one),
    (status) => status === 200,
  );
  await until(
    'the limit to hold all the same',
    () => ask(one),
    (status) => status === 429,
  );
});

describe('a window that slides', () => {
  const limit = { most: 10, everyMs: 1_000 };
  test('never lets more than the limit through in any window, and tells when there is room', async () => {
    let time = 900;
    const windows = memoryWindows(() => time);
    for (let at = 0; at < 10; at++) assert.equal((await windows.take('a', 1, limit)).took, true);
    const full = await windows.take('a', 1, limit);
    assert.equal(full.took, false);
    time = 1_100;
    // Nine tenths of the window before still count.
    const taken: boolean[] = [];
    for (let at = 0; at < 3; at++) taken.push((await windows.take('a', 1, limit)).took);
    assert.deepEqual(taken, [true, false, false]);
    const { waitMs } = await windows.take('a', 1, limit);
    time += waitMs;
    assert.equal((await windows.take('a', 1, limit)).took, true);
    assert.equal((await windows.take('b', 10, limit)).left, 0);
    time += 2_000;
    assert.equal((await windows.take('a', 10, limit)).took, true);
  });

  test('knows when a whole window must pass first', async () => {
    let time = 0;
    const windows = memoryWindows(() => time);
    await windows.take('a', 10, limit);
    const { waitMs } = await windows.take('a', 5, limit);
    assert.equal(waitMs, 1_500);
    time += waitMs;
    assert.equal((await windows.take('a', 5, limit)).took, true);
  });
});
