import assert from 'node:assert/strict';
import { rename, writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { graphqlClient } from '../../test/support/client.ts';
import {
  type FederatedGraph,
  startFederatedGraph,
  supergraphOf,
} from '../../test/support/federated-graph.ts';
import { until } from '../../test/support/until.ts';
import { startGateway } from '../server.ts';
import { variantsSection } from './section.ts';

const shop = {
  typeDefs: `type Query { products(drafts: Boolean @tag(name: "internal")): [Product!]! audit: Audit @tag(name: "internal") }
    type Product @key(fields: "id") { id: ID! @tag(name: "slim") name: String! @tag(name: "slim") cost: Float @tag(name: "internal")
      state: State! old: String @deprecated(reason: "Use name.") }
    enum State { SOLD DRAFT @tag(name: "internal") }
    type Audit { by: Auditor! } type Auditor { name: String! }`,
  resolvers: {
    Query: {
      products: () => [{ id: '1', name: 'Kite', cost: 3, state: 'SOLD' }],
      audit: () => ({ by: { name: 'x' } }),
    },
    Product: {
      __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Kite', cost: 3, state: 'SOLD' }),
    },
  },
};
const margins = {
  typeDefs: `type Product @key(fields: "id") { id: ID! cost: Float @external
    margin: Float @requires(fields: "cost") }`,
  resolvers: {
    Product: {
      __resolveReference: (reference: object) => reference,
      margin: ({ cost }: { cost: number }) => 10 - cost,
    },
  },
};
const variants = variantsSection.parse({
  contracts: { public: { exclude: ['internal'] }, '2026-11': {} },
  header: 'X-Api-Version',
});

describe('variants of one graph, side by side', () => {
  let graph: FederatedGraph;
  before(async () => {
    graph = await startFederatedGraph({ shop, margins }, { file: { variants } });
  });
  after(() => graph?.[Symbol.asyncDispose]());

  async function ask(path: string, query: string, headers: Record<string, string> = {}) {
    const response = await fetch(graph.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
    return { status: response.status, ...((await response.json()) as any) };
  }

  test('a variant shows its part of the schema only, without what nothing leads to any more', async () => {
    const types = '{ __schema { types { name fields { name args { name } } enumValues { name } } } }';
    const whole = JSON.stringify(await ask('/graphql', types));
    const part = JSON.stringify(await ask('/graphql/public', types));
    for (const name of ['cost', 'audit', 'Audit', 'Auditor', 'DRAFT', 'drafts']) {
      assert.match(whole, new RegExp(`"${name}"`));
      assert.doesNotMatch(part, new RegExp(`"${name}"`));
    }
    for (const name of ['margin', 'SOLD', 'State']) assert.match(part, new RegExp(`"${name}"`));
  });

  test('what a variant hides cannot be asked for in it, and is still there for what requires it', async () => {
    const cost = '{ products { cost } }';
    assert.equal((await ask('/graphql', cost)).data.products[0].cost, 3);
    assert.equal((await ask('/graphql/2026-11', cost)).data.products[0].cost, 3);
    assert.equal((await ask('/graphql/public', cost)).errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
    assert.deepEqual((await ask('/graphql/public', '{ products { margin } }')).data.products, [
      { margin: 7 },
    ]);
  });

  test('a variant is chosen by path, on every transport, or by the header that is set for it', async () => {
    const cost = '{ products { cost } }';
    const code = (answer: { errors?: { extensions: { code: string } }[] }) =>
      answer.errors?.[0]?.extensions.code;
    assert.equal(
      code(await ask('/graphql', cost, { 'x-api-version': 'public' })),
      'GRAPHQL_VALIDATION_FAILED',
    );
    assert.equal(code(await ask('/graphql', cost, { 'x-kitegraph-variant': 'public' })), undefined);
    const { status, ...unknown } = await ask('/graphql/nope', cost, {
      accept: 'application/graphql-response+json',
    });
    assert.deepEqual([status, code(unknown)], [404, 'VARIANT_NOT_FOUND']);

    const get = await fetch(`${graph.url}/graphql/public?query=${encodeURIComponent(cost)}`, {
      headers: { accept: 'text/event-stream' },
    });
    assert.match(await get.text(), /GRAPHQL_VALIDATION_FAILED/);
  });

  test('a new supergraph of which one variant does not hold together is refused for all of them', async () => {
    const broken = supergraphOf([
      {
        name: 'shop',
        url: graph.subgraphs.shop?.url ?? '',
        typeDefs: shop.typeDefs.replace('enum State', 'enum State @tag(name: "internal")'),
      },
    ]);
    await writeFile(`${graph.file}.new`, broken);
    await rename(`${graph.file}.new`, graph.file);
    const detail = async () => {
      const health = (await (await fetch(`${graph.url}/health`)).json()) as {
        components: { name: string; detail: string }[];
      };
      return health.components.find(({ name }) => name === 'supergraph')?.detail ?? '';
    };
    await until('it to be refused', async () => /The variant "public".*State/s.test(await detail()));
    assert.deepEqual((await ask('/graphql', '{ products { margin } }')).data.products, [{ margin: 7 }]);
    await writeFile(graph.file, graph.supergraphSdl);
    await until('the one before', async () => /^from /.test(await detail()));
  });

  test('the variant that is the default is all that /graphql serves, and by tags only what is included is shown', async () => {
    await writeFile(graph.file, graph.supergraphSdl);
    const slim = supergraphOf([
      {
        name: 'shop',
        url: graph.subgraphs.shop?.url ?? '',
        typeDefs: shop.typeDefs.replace('[Product!]!', '[Product!]! @tag(name: "slim")'),
      },
    ]);
    const file = `${graph.folder}/slim.graphql`;
    await writeFile(file, slim);
    await using gateway = await startGateway({
      host: '127.0.0.1',
      port: 0,
      graphiqlDir: '/nonexistent',
      graph: { supergraph: file },
      file: {
        variants: variantsSection.parse({ contracts: { slim: { include: ['slim'] } }, default: 'slim' }),
      },
    });
    const client = graphqlClient(gateway.url);
    const { __type } = await client.data('{ __type(name: "Product") { fields { name } } }');
    assert.deepEqual(__type.fields, [{ name: 'id' }, { name: 'name' }]);
    assert.equal((await client.data('{ products { name } }')).products[0].name, 'Kite');
  });
});

test('a default that is no contract is refused', () => {
  assert.throws(() => variantsSection.parse({ contracts: {}, default: 'public' }), /one of the contracts/);
});
