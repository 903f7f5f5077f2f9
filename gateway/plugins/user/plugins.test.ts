import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { graphqlClient } from '../../../test/support/client.ts';
import { type SmallSupergraph, startSmallSupergraph } from '../../../test/support/small-supergraph.ts';
import { startUserSubgraph, type UserSubgraph } from '../../../test/support/user-subgraph.ts';
import { loadPlugins } from './load.ts';
import { definePlugin } from './plugin.ts';
import { runPlugins } from './run.ts';

const examples = fileURLToPath(new URL('../../../examples/plugins', import.meta.url));
const me = { 'apollographql-client-name': 'me' };

describe('the plugins of examples/plugins', () => {
  let shop: UserSubgraph;
  let supergraph: SmallSupergraph;
  before(async () => {
    shop = await startUserSubgraph({
      typeDefs: 'type Query { contact: String }',
      resolvers: { Query: { contact: () => 'Write to ada@example.org.' } },
    });
    supergraph = await startSmallSupergraph({
      subgraphs: [{ name: 'shop', url: shop.url }],
      gateway: { pluginsFolder: examples },
    });
  });
  after(async () => {
    await supergraph?.[Symbol.asyncDispose]();
    await shop?.[Symbol.asyncDispose]();
  });

  test('before validation: a client that does not say who it is gets the error of the plugin, on every transport', async () => {
    const nobody = graphqlClient(supergraph.gateway.url);
    const { errors } = await nobody.ask('{ contact }');
    assert.equal(errors?.[0]?.extensions.code, 'CLIENT_UNNAMED');
    await assert.rejects(nobody.events('subscription { indexActivity { sequence } }').next(), (error) =>
      JSON.stringify(error).includes('CLIENT_UNNAMED'),
    );
    const events = graphqlClient(supergraph.gateway.url, me).events(
      'subscription { indexActivity { sequence } }',
    );
    assert.equal((await events.next()).value.data.indexActivity.sequence, 1);
    await events.return(undefined);
  });

  test('after a fetch and before the answer: what subgraphs say is changed, and the answer has more', async () => {
    const response = await fetch(`${supergraph.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...me },
      body: '{"query": "{ contact collections { totalCount } }"}',
    });
    assert.equal(response.headers.get('x-served-by'), hostname());
    assert.deepEqual(await response.json(), {
      data: { contact: 'Write to ***.', collections: { totalCount: 3 } },
      extensions: { servedBy: hostname() },
    });
  });
});

test('before a fetch: another request, with headers, goes to the subgraph', async () => {
  const [plugin] = (await loadPlugins(examples)).filter(({ name }) => name === 'signed-fetches');
  const fetch = { subgraph: 'shop', query: '{ a }', variables: {}, headers: {} };
  const changed = await plugin?.beforeFetch?.(fetch, { id: 'c1' } as never);
  assert.equal(changed?.headers['x-customer'], 'c1');
  assert.match(changed?.headers['x-signature'] ?? '', /^[0-9a-f]{64}$/);
});

test('an error of a plugin is named in the log and hidden from the client', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const broken = definePlugin({
    name: 'broken',
    beforeAnswer() {
      throw new Error('secret of the deployment');
    },
  });
  const request = { query: '{ a }', variables: {}, context: { identity: { caller: {} } } };
  await assert.rejects(
    async () => runPlugins([broken], log).beforeAnswer?.({ data: { a: 1 } }, request as never),
    (error: { message: string; extensions: { code: string; id: string } }) => {
      assert.equal(error.extensions.code, 'PLUGIN_FAILED');
      assert.doesNotMatch(error.message, /secret/);
      const line = JSON.parse(lines[0] ?? '{}');
      assert.deepEqual([line.plugin, line.hook, line.id], ['broken', 'beforeAnswer', error.extensions.id]);
      return true;
    },
  );
});

test('a file that is no plugin keeps the gateway from starting, and is named with what is wrong', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plugins-'));
  try {
    await writeFile(join(folder, 'a.mjs'), 'export default { name: "a", beforeFetsch() {} };');
    await writeFile(join(folder, 'b.mjs'), 'throw new Error("no such table");');
    await writeFile(join(folder, 'c.mjs'), 'export const plugin = 1;');
    await writeFile(join(folder, 'notes.txt'), 'not loaded');
    await assert.rejects(loadPlugins(folder), (error: Error) => {
      const lines = error.message.split('\n');
      assert.match(
        lines[0] ?? '',
        /KITEGRAPH_PLUGINS: .*a\.mjs has beforeFetsch; a plugin may have beforeValidation/,
      );
      assert.match(lines[1] ?? '', /b\.mjs cannot be loaded: no such table/);
      assert.match(lines[2] ?? '', /c\.mjs has no default export/);
      assert.equal(lines.length, 3);
      return true;
    });
    await assert.rejects(
      loadPlugins(join(folder, 'away')),
      /KITEGRAPH_PLUGINS is .*away, which cannot be read/,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
