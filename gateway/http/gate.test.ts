import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { graphqlClient } from '../../test/support/client.ts';
import { type SmallSupergraph, startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { startGateway } from '../server.ts';
import { hostAllowed, originAllowed } from './origin.ts';

const apiKey = 'a-key-of-sixteen-characters';
const query = '{ searchStatistics { totalQueries } }';

/** A request whose headers are all ours, `Host` and `Origin` too. @returns status and body */
function ask(url: string, options: { method?: string; headers: Record<string, string>; body?: string }) {
  return new Promise<{ status: number; text: string; headers: object }>((resolve, reject) => {
    const sent = request(
      url,
      { method: options.method ?? 'GET', headers: options.headers },
      async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

/** How a WebSocket that is opened so fares: `open`, or the status that refuses it. */
function opening(url: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('unexpected-response', (_, response) => {
      response.resume();
      resolve(String(response.statusCode));
    });
    socket.on('error', () => {});
  });
}

describe('a gateway with a key', () => {
  let supergraph: SmallSupergraph;
  let url: string;
  before(async () => {
    supergraph = await startSmallSupergraph({ apiKey });
    url = `${supergraph.gateway.url}/graphql`;
  });
  after(() => supergraph?.[Symbol.asyncDispose]());

  const post = (headers: Record<string, string>) =>
    ask(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });

  test('HTTP and server-sent events need it, as bearer or x-api-key', async () => {
    const wrongs: Record<string, string>[] = [
      {},
      { authorization: 'Bearer wrong' },
      { 'x-api-key': `${apiKey}x` },
      { authorization: apiKey },
    ];
    for (const accept of ['application/json', 'text/event-stream']) {
      for (const wrong of wrongs) {
        const refused = await post({ accept, ...wrong });
        assert.equal(refused.status, 401);
        assert.equal(JSON.parse(refused.text).errors[0].extensions.code, 'UNAUTHENTICATED');
      }
      assert.match((await post({ accept, authorization: `Bearer ${apiKey}` })).text, /"totalQueries":1/);
      assert.match((await post({ accept, 'x-api-key': apiKey })).text, /"totalQueries":1/);
    }
  });

  test('a WebSocket needs it as a connection parameter, or in the headers of its upgrade', async () => {
    const client = graphqlClient(supergraph.gateway.url, { authorization: `Bearer ${apiKey}` });
    assert.equal((await client.events(query).next()).value.data.searchStatistics.totalQueries, 1);
    const refused = graphqlClient(supergraph.gateway.url, { authorization: 'Bearer wrong' });
    await assert.rejects(refused.events(query).next(), { code: 4403 });
    const withHeaders = createClient({
      url: url.replace('http', 'ws'),
      retryAttempts: 0,
      webSocketImpl: class extends WebSocket {
        constructor(address: string, protocols: string) {
          super(address, protocols, { headers: { 'x-api-key': apiKey } });
        }
      },
    });
    assert.equal((await withHeaders.iterate({ query }).next()).done, false);
    await withHeaders.dispose();
  });

  test('without it /health tells the status only, /metrics nothing, and GraphiQL’s page loads', async () => {
    const base = supergraph.gateway.url;
    assert.deepEqual(JSON.parse((await ask(`${base}/health`, { headers: {} })).text), { status: 'UP' });
    const keyed = await ask(`${base}/health`, { headers: { 'x-api-key': apiKey } });
    assert.equal(JSON.parse(keyed.text).components.length, 4);
    assert.equal((await ask(`${base}/metrics`, { headers: {} })).status, 401);
    assert.equal((await ask(`${base}/metrics`, { headers: { 'x-api-key': apiKey } })).status, 200);
    const named = `${base}/metrics?${new URLSearchParams({ 'name[]': 'process_start_time_seconds' })}`;
    const { text } = await ask(named, { headers: { 'x-api-key': apiKey } });
    assert.match(text, /^process_start_time_seconds\{service="gateway"\} \d+$/m);
    assert.deepEqual(text.match(/^\w+/gm), ['process_start_time_seconds']);
    assert.notEqual((await ask(url, { headers: { accept: 'text/html' } })).status, 401);
  });
});

describe('a gateway without a key', () => {
  let supergraph: SmallSupergraph;
  let url: string;
  before(async () => {
    supergraph = await startSmallSupergraph();
    url = `${supergraph.gateway.url}/graphql`;
  });
  after(() => supergraph?.[Symbol.asyncDispose]());

  test('answers to names of its own machine only', async () => {
    const host = new URL(url).host;
    const port = new URL(url).port;
    const body = JSON.stringify({ query });
    const post = (name: string) =>
      ask(url, { method: 'POST', headers: { host: name, 'content-type': 'application/json' }, body });
    assert.equal((await post(host)).status, 200);
    assert.equal((await post(`localhost:${port}`)).status, 200);
    const rebound = await post(`attacker.example:${port}`);
    assert.equal(rebound.status, 403);
    assert.equal(JSON.parse(rebound.text).errors[0].extensions.code, 'HOST_NOT_ALLOWED');
    assert.equal(await opening(url, { host: `attacker.example:${port}` }), '403');
  });

  test('opens WebSockets and event streams to its own pages and to programs, not to pages of others', async () => {
    assert.equal(await opening(url, {}), 'open');
    assert.equal(await opening(url, { origin: new URL(url).origin }), 'open');
    assert.equal(await opening(url, { origin: 'http://localhost:5173' }), 'open');
    assert.equal(await opening(url, { origin: 'https://attacker.example' }), '403');
    assert.equal(await opening(url, { origin: 'null' }), '403');
    assert.equal(await opening(url.replace('/graphql', '/other'), {}), '404');
    const stream = await ask(`${url}?query=${encodeURIComponent(query)}`, {
      headers: { accept: 'text/event-stream', origin: 'https://attacker.example' },
    });
    assert.equal(stream.status, 403);
  });

  test('requests that a page of others can send unasked are refused', async () => {
    const form = await ask(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ query: 'mutation { deleteAlertRule(input: { id: "x" }) { id } }' }),
    });
    assert.equal(form.status, 415);
    const link = await ask(`${url}?query=${encodeURIComponent(query)}`, { headers: {} });
    assert.match(link.text, /CSRF/);
    const asked = await ask(`${url}?query=${encodeURIComponent(query)}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    assert.match(asked.text, /"totalQueries":1/);
  });

  test('a mutation is not run by GET', async () => {
    const mutation = encodeURIComponent(
      'mutation { addDocuments(input: { collection: "a", documents: [] }) { position } }',
    );
    for (const accept of ['application/json', 'text/event-stream']) {
      const { status } = await ask(`${url}?query=${mutation}`, {
        headers: { accept, 'apollo-require-preflight': 'true' },
      });
      assert.equal(status, 405);
    }
    assert.equal(supergraph.counts.mutations, 0);
  });

  test('anything else is a 404 in JSON', async () => {
    const { status, text } = await ask(`${supergraph.gateway.url}/other`, { headers: {} });
    assert.equal(status, 404);
    assert.equal(JSON.parse(text).errors[0].extensions.code, 'NOT_FOUND');
    for (const path of ['/graphiql/../package.json', '/graphiql/%2e%2e/package.json', '/graphiql/.env']) {
      assert.equal((await ask(supergraph.gateway.url + path, { headers: {} })).status, 404);
    }
  });
});

test('a gateway that others can reach does not start without a key', async () => {
  const services = { query: 'http://127.0.0.1:9', index: 'http://127.0.0.1:9', ops: 'http://127.0.0.1:9' };
  const open = { host: '0.0.0.0', port: 0, graphiqlDir: '/nonexistent', graph: { services, subgraphs: [] } };
  await assert.rejects(startGateway(open), /without an API key/);
});

test('an origin is judged by its host, whatever it looks like', () => {
  const allowed = (origin: string, host = 'api.example:4000') => originAllowed({ origin, host });
  assert.ok(allowed('http://api.example:4000'));
  assert.ok(allowed('https://app.localhost'));
  assert.ok(allowed('http://[::1]:3000'));
  for (const other of [
    'http://api.example',
    'http://localhost.example',
    'http://127.0.0.1.example',
    'file://',
    '',
  ]) {
    assert.ok(!allowed(other), other);
  }
});

test('a host without a key is an address or a name of this machine', () => {
  for (const host of ['localhost:4000', '127.0.0.1', '[::1]:4000', '192.168.0.7:4000'])
    assert.ok(hostAllowed({ host }), host);
  for (const host of ['example.com', 'localhost.example.com:4000', '', 'a b'])
    assert.ok(!hostAllowed({ host }), host);
});
