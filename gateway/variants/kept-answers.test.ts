import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFederatedGraph } from '../../test/support/federated-graph.ts';
import { variantsSection } from './section.ts';

const LINKS = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@composeDirective", "@tag"])
  @link(url: "https://specs.example.org/cacheControl/v1.0", import: ["@cacheControl"])
  @composeDirective(name: "@cacheControl")
directive @cacheControl(maxAge: Int) on FIELD_DEFINITION`;

test('kept answers of variants are not mixed up, and none is older than the last mutation through any of them', async () => {
  let asked = 0;
  const shop = {
    typeDefs: `${LINKS}
      type Query { price: Int @cacheControl(maxAge: 60) audit: Audit @tag(name: "internal") }
      type Audit { by: Int }
      type Mutation { setPrice(to: Int!): Int }`,
    resolvers: {
      Query: { price: () => ++asked },
      Mutation: { setPrice: (_: unknown, { to }: { to: number }) => to },
    },
  };
  const variants = variantsSection.parse({
    contracts: { public: { exclude: ['internal'] } },
    header: 'X-Api-Version',
  });
  const cors = { origins: ['https://app.example'] };
  await using graph = await startFederatedGraph({ shop }, { file: { variants, cors } });
  async function ask(path: string, query: string) {
    const response = await fetch(`${graph.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data } = (await response.json()) as { data: Record<string, unknown> };
    return { data, vary: response.headers.get('vary') ?? '' };
  }

  const typed = '{ price __type(name: "Audit") { name } }';
  assert.deepEqual((await ask('/graphql', typed)).data.__type, { name: 'Audit' });
  assert.equal((await ask('/graphql/public', typed)).data.__type, null);

  const before = await ask('/graphql/public', '{ price }');
  assert.deepEqual((await ask('/graphql/public', '{ price }')).data, before.data);
  await ask('/graphql', 'mutation { setPrice(to: 1) }');
  assert.notDeepEqual((await ask('/graphql/public', '{ price }')).data, before.data);

  // A cache on the way is told all that the answer depends on.
  for (const name of ['x-api-version', 'Origin', 'authorization'])
    assert.match(before.vary, new RegExp(name));
});
