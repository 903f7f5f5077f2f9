import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Pool } from 'undici';
import { startBalancer } from '../test/support/balancer.ts';
import { graphqlClient } from '../test/support/client.ts';
import { type SmallSupergraph, startSmallSupergraph } from '../test/support/small-supergraph.ts';
import { until } from '../test/support/until.ts';
import { startGateway } from './server.ts';

describe('starting and ending', () => {
  let supergraph: SmallSupergraph;
  before(async () => {
    supergraph = await startSmallSupergraph();
  });
  after(() => supergraph?.[Symbol.asyncDispose]());

  const start = (port: number, grace = 300) =>
    startGateway({
      host: '127.0.0.1',
      port,
      graphiqlDir: '/nonexistent',
      graph: { services: supergraph.urls, subgraphs: [] },
      file: { shutdown: { grace, within: 5_000 } },
    });
  const ready = async (url: string) => {
    const response = await fetch(`${url}/health/ready`);
    return { status: response.status, ...((await response.json()) as object) };
  };

  test('a gateway is live at once, and ready when every subgraph that it needs has answered', async () => {
    await supergraph.stop('query');
    await using gateway = await start(0, 0);
    await until('asked', async () => 'waitsFor' in (await ready(gateway.url)));
    assert.deepEqual(await ready(gateway.url), {
      status: 503,
      ready: false,
      why: 'STARTING',
      waitsFor: ['query'],
    });
    assert.equal((await fetch(`${gateway.url}/health/live`)).status, 200);
    await supergraph.start('query');
    await until('ready', async () => (await ready(gateway.url)).status === 200);
    // One that is lost later is no reason to send all requests elsewhere.
    await supergraph.stop('query');
    assert.equal((await ready(gateway.url)).status, 200);
    await supergraph.start('query');
  });

  test('a request that runs is answered, a subscription is told to come again, and it is said that nothing is ready', async () => {
    const gateway = await start(0);
    const client = graphqlClient(gateway.url);
    const events = client.events('subscription { indexJobProgress(id: "a") { sequence } }');
    await events.next();
    const slow = client.data('{ search(input: { collections: ["a"], text: "slow" }) { totalCount } }');
    await until('asked', () => supergraph.counts.searches > 0);
    const ending = gateway[Symbol.asyncDispose]();
    await until('said', async () => (await ready(gateway.url)).status === 503);
    const late = await fetch(`${gateway.url}/graphql?query={__typename}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    assert.equal(late.status, 200);
    assert.equal(late.headers.get('connection'), 'close');
    await assert.rejects(
      async () => {
        for (let event = await events.next(); !event.done; event = await events.next());
      },
      { code: 1012, reason: 'Service restart' },
    );
    assert.equal((await slow).search.totalCount, 3);
    await ending;
    await assert.rejects(fetch(`${gateway.url}/health/live`));
  });

  test('a rolling restart of two gateways behind a balancer of TCP loses no request', async () => {
    // Longer than this process, in which all of them run, may stand still on a busy machine.
    const grace = 1_500;
    const gateways = [await start(0, grace), await start(0, grace)];
    const urls = gateways.map(({ url }) => url);
    for (const url of urls) await until('ready', async () => (await ready(url)).status === 200);
    await using balancer = await startBalancer(urls);
    const pool = new Pool(balancer.url, { connections: 8 });
    let answered = 0;
    let over = false;
    const failures: string[] = [];
    async function load() {
      while (!over) {
        try {
          const { statusCode, body } = await pool.request({
            path: '/graphql',
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"query": "{ collections { totalCount } }"}',
          });
          const text = await body.text();
          if (statusCode === 200 && text.includes('"totalCount":3')) answered++;
          else failures.push(`${statusCode} ${text}`);
        } catch (error) {
          failures.push(String(error));
        }
      }
    }
    const loads = Array.from({ length: 8 }, load);
    for (const [at, url] of urls.entries()) {
      const before = answered;
      await gateways[at]?.[Symbol.asyncDispose]();
      gateways[at] = await start(Number(new URL(url).port), grace);
      await until('ready again', async () => (await ready(url)).status === 200);
      await until('served meanwhile', () => answered > before + 100);
    }
    over = true;
    await Promise.all(loads);
    await pool.close();
    for (const gateway of gateways) await gateway[Symbol.asyncDispose]();
    assert.deepEqual(failures, []);
  });
});
