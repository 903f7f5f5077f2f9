import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGatewayFile } from '../gateway/configuration/gateway-file.ts';
import { readSettings } from '../lib/settings.ts';
import { startFederatedGraph } from '../test/support/federated-graph.ts';
import { banner } from './banner.ts';
import type { Stack } from './stack.ts';

const parts = {
  books: { typeDefs: 'type Query { book: String }', resolvers: { Query: { book: () => 'Ulysses' } } },
};
const apiKey = 'a-key-of-sixteen-characters';

test('the start says whether everybody is an operator; to answer whoever sends nothing is not that', async () => {
  const said = (url: string) => banner({ url, stores: { embedded: {} } } as Stack, readSettings({}, []));
  await using open = await startFederatedGraph(parts);
  assert.match(await said(open.url), /open to everybody on this machine/);
  const file = parseGatewayFile('access: { anonymous: allow }', 'gateway.yaml', {});
  await using guarded = await startFederatedGraph(parts, { apiKey, file });
  assert.match(await said(guarded.url), /with a key or a token/);
});
