import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { setLogLevel } from '../../../lib/log.ts';
import { supergraphOf } from '../../../test/support/federated-graph.ts';
import { json, scriptedSubgraph } from '../../../test/support/scripted-subgraph.ts';
import { startGateway } from '../../server.ts';

test('what a client no longer waits for over WebSocket is not read from subgraphs any more', async () => {
  setLogLevel('silent');
  await using started = new AsyncDisposableStack();
  const asked = new EventEmitter();
  /** Answers what asks whether it is well, and nothing else. */
  const slow = started.use(
    await scriptedSubgraph((request, response, attempt) => {
      if (attempt === 0) return json({ data: { __typename: 'Query' } })(request, response, attempt);
      asked.emit('came');
      response.once('close', () => asked.emit('let go'));
    }),
  );
  const folder = await mkdtemp(join(tmpdir(), 'kitegraph-leaving-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraphOf([{ name: 'slow', url: slow.url, typeDefs: 'type Query { a: Int }' }]));
  const { url } = started.use(
    await startGateway({
      host: '127.0.0.1',
      port: 0,
      graphiqlDir: '/nonexistent',
      graph: { supergraph: file },
    }),
  );
  const client = (connectionParams: Record<string, unknown> = {}) =>
    createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
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

  const hurried = client({ 'x-request-timeout-ms': '50' });
  const letGo = once(asked, 'let go', within);
  const { value } = await hurried.iterate(asks).next();
  assert.equal(value?.errors?.[0]?.extensions?.code, 'SUBGRAPH_TIMEOUT');
  await letGo;
  await hurried.dispose();
});
