import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { test } from 'node:test';
import { graphqlClient } from '../test/support/client.ts';
import { startSmallSupergraph } from '../test/support/small-supergraph.ts';

test('the gateway asks its subgraphs and nobody else: no telemetry, no look-up of the machine’s cloud', async () => {
  const hosts = new Set<string>();
  const note = (message: unknown) => {
    const { request } = message as { request: ClientRequest & { origin?: string } };
    hosts.add(request.origin ? new URL(request.origin).hostname : request.host);
  };
  const channels = ['http.client.request.created', 'undici:request:create'];
  for (const channel of channels) subscribe(channel, note);
  try {
    await using small = await startSmallSupergraph();
    await graphqlClient(small.gateway.url).data('{ collections { totalCount } }');
  } finally {
    for (const channel of channels) unsubscribe(channel, note);
  }
  assert.deepEqual([...hosts], ['127.0.0.1']);
});
