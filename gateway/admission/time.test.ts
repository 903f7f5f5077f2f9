import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { startFederatedGraph } from '../../test/support/federated-graph.ts';
import { until } from '../../test/support/until.ts';
import { openIdentity } from '../access/identity.ts';
import { parseGatewayFile } from '../configuration/gateway-file.ts';
import { requestContext } from '../request-context.ts';
import { lastingAtMost, within } from './within.ts';

test('a subscription ends after its time with an error that says so, and its source is let go', async () => {
  let returned = 0;
  let end: (() => void) | undefined;
  const source: AsyncIterableIterator<number> = {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () =>
      new Promise((resolve) => {
        end = () => resolve({ done: true, value: undefined });
      }),
    async return() {
      returned += 1;
      end?.();
      return { done: true, value: undefined };
    },
  };
  const keepsRunning = setInterval(() => undefined, 1_000);
  await assert.rejects(lastingAtMost(source, 20).next(), { extensions: { code: 'SUBSCRIPTION_TOO_LONG' } });
  clearInterval(keepsRunning);
  assert.equal(returned, 1);
});

test('what takes too long is told to stop, and its client told so', async () => {
  let told: AbortSignal | undefined;
  const context = { ...requestContext(openIdentity, {}), deadline: performance.now() + 60_000 };
  const late = within(10, context, ({ left, deadline }) => {
    told = left?.signal;
    assert.ok((deadline ?? Number.POSITIVE_INFINITY) < performance.now() + 1_000);
    return new Promise(() => undefined);
  });
  await assert.rejects(late, { extensions: { code: 'OPERATION_TIMEOUT', http: { status: 504 } } });
  assert.equal(told?.aborted, true);
});

test('a client has a number of WebSockets at once, and gets another when one is closed', async () => {
  const parts = { hello: { typeDefs: 'type Query { hello: String }', resolvers: {} } };
  const file = parseGatewayFile('limits: { socketsPerClient: 2 }', 'gateway.yaml', {});
  const keys = {
    apiKey: 'a-key-of-sixteen-characters',
    tenantKeys: [{ tenant: 't', key: 'another-key-of-sixteen' }],
  };
  await using graph = await startFederatedGraph(parts, { file, ...keys });
  const open = async (key: string) => {
    const socket = new WebSocket(`${graph.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { 'x-api-key': key } }));
    const outcome = await Promise.race([
      once(socket, 'message').then(([text]) => String(text)),
      once(socket, 'close').then(([code]) => code as number),
    ]);
    return { socket, outcome };
  };
  const acknowledged = '{"type":"connection_ack"}';
  const first = await open(keys.apiKey);
  const second = await open(keys.apiKey);
  assert.deepEqual([first.outcome, second.outcome], [acknowledged, acknowledged]);
  assert.equal((await open(keys.apiKey)).outcome, 1013);
  const others = await open('another-key-of-sixteen');
  assert.equal(others.outcome, acknowledged);
  first.socket.close();
  await once(first.socket, 'close');
  await until(
    'another one to be opened',
    async () => (await open(keys.apiKey)).outcome,
    (outcome) => outcome === acknowledged,
  );
});
