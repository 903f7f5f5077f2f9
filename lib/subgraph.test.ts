import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { WebSocket } from 'ws';
import type { Checks } from './health.ts';
import { setLogLevel } from './log.ts';
import { startSubgraph } from './subgraph.ts';

setLogLevel('silent');

const start = (parts: Checks = {}) =>
  startSubgraph({
    name: 'ops',
    host: '127.0.0.1',
    port: 0,
    resolvers: {},
    context: () => ({}),
    parts,
    registry: new Registry(),
  });

test('a page in a browser can neither ask a subgraph nor listen to it, whatever it says it sends', async () => {
  await using service = await start();
  const post = (headers: Record<string, string>) =>
    fetch(`${service.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
  const program = await post({ 'content-type': 'application/json' });
  assert.deepEqual(await program.json(), { data: { __typename: 'Query' } });
  const page = await post({ 'content-type': 'text/plain', origin: 'https://page.example' });
  assert.equal(page.status, 403);
  assert.equal((await fetch(`${service.url}/graphql?query={__typename}`)).status, 405);

  const socket = (headers: Record<string, string>) =>
    new WebSocket(service.url.replace('http', 'ws').concat('/graphql'), 'graphql-transport-ws', { headers });
  const listening = socket({});
  await once(listening, 'open');
  listening.terminate();
  const [error] = await once(socket({ origin: 'https://page.example' }), 'error');
  assert.match(String(error), /403/);
});

test('a part that hangs is told to be down, by a service that answers', async () => {
  await using service = await start({ stuck: () => new Promise(() => undefined) });
  const health = await fetch(`${service.url}/health`);
  const { status, components } = (await health.json()) as { status: string; components: object[] };
  assert.equal(status, 'DEGRADED');
  assert.partialDeepStrictEqual(components, [{ name: 'stuck', status: 'DOWN' }]);
});
