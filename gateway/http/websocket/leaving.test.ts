import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startScriptedGraph } from '../../../test/support/scripted-graph.ts';

test('what a client no longer waits for over WebSocket is not read from subgraphs any more', async () => {
  const asked = new EventEmitter();
  await using graph = await startScriptedGraph('type Query { a: Int }', (_, response) => {
    asked.emit('came');
    response.once('close', () => asked.emit('let go'));
  });
  const client = (connectionParams: Record<string, unknown> = {}) =>
    createClient({
      url: `${graph.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams,
    });
  const asks = { query: '{ a }' };
  const within = { signal: AbortSignal.timeout(5_000) };

  const patient = client();
  for (const leave of [(one: AsyncIterator<unknown>) => one.return?.(), () => patient.terminate()]) {
    const came = once(asked, 'came', within);
    const letGo = once(asked, 'let go', within);
    const results = patient.iterate(asks);
    results.next().catch(() => undefined);
    await came;
    void leave(results);
    await letGo;
  }

  const hurried = client({ 'x-request-timeout-ms': '500' });
  const letGo = once(asked, 'let go', within);
  const { value } = await hurried.iterate(asks).next();
  assert.equal(value?.errors?.[0]?.extensions?.code, 'SUBGRAPH_TIMEOUT');
  await letGo;
  await hurried.dispose();
});
