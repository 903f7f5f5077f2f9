import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { createClient } from 'graphql-ws';
import { Registry } from 'prom-client';
import { WebSocket } from 'ws';
import { graphqlClient } from '../test/support/client.ts';
import { GATEWAY_HEADER, gatewayKeys, SERVICES } from './gateway-token.ts';
import type { Checks } from './health.ts';
import { setLogLevel } from './log.ts';
import { startSubgraph } from './subgraph.ts';

setLogLevel('silent');

const start = (
  parts: Checks = {},
  more: { gatewaySecrets?: string[]; apiKey?: string; host?: string } = {},
) =>
  startSubgraph({
    name: 'ops',
    host: '127.0.0.1',
    port: 0,
    resolvers: {},
    context: () => ({}),
    parts,
    registry: new Registry(),
    ...more,
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

test('a subgraph with a secret answers the gateway alone, over HTTP and over WebSocket', async () => {
  const secrets = ['the secret of these tests, long enough to be one'];
  const apiKey = 'an-operators-key-of-these-tests';
  await using service = await start({}, { gatewaySecrets: secrets, apiKey });
  const keys = gatewayKeys(secrets);
  const good = { [GATEWAY_HEADER]: keys.token('ops', { tenant: 'acme' }) };
  const wrong: Record<string, string>[] = [
    {},
    { authorization: `Bearer ${apiKey}`, 'x-kitegraph-tenant': 'acme' },
    { [GATEWAY_HEADER]: keys.token('query', {}) },
    { [GATEWAY_HEADER]: gatewayKeys(['another secret, long enough to be one, too']).token('ops', {}) },
  ];
  const post = (headers: Record<string, string>) =>
    fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ __typename }"}',
    });
  assert.equal((await post(good)).status, 200);
  for (const headers of wrong) {
    const refused = await post(headers);
    assert.equal(refused.status, 401);
    assert.match(await refused.text(), /NOT_THE_GATEWAY/);
    await assert.rejects(graphqlClient(service.url, headers).events('{ __typename }').next(), { code: 4403 });
  }
  const client = createClient({
    url: `${service.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: good,
    retryAttempts: 0,
  });
  const asked = async (extensions: Record<string, string>) =>
    JSON.stringify(
      await client
        .iterate({ query: '{ __typename }', extensions })
        .next()
        .catch((error) => error),
    );
  assert.match(await asked(good), /"__typename":"Query"/);
  assert.match(await asked({}), /NOT_THE_GATEWAY/);
  await client.dispose();
  const metrics = (headers: Record<string, string>) => fetch(`${service.url}/metrics`, { headers });
  assert.equal((await metrics({})).status, 401);
  assert.equal((await metrics({ [GATEWAY_HEADER]: keys.token(SERVICES, {}) })).status, 200);
  assert.equal((await metrics({ authorization: `Bearer ${apiKey}` })).status, 200);
});

test('a subgraph that others can reach does not start without a secret', async () => {
  await assert.rejects(
    start({}, { host: '0.0.0.0', apiKey: 'a-key-of-sixteen-characters' }),
    /KITEGRAPH_GATEWAY_SECRET/,
  );
});
