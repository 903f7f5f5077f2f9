import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { listen } from '../../lib/http.ts';
import { graphqlClient } from '../../test/support/client.ts';
import {
  type FederatedGraph,
  startFederatedGraph,
  supergraphOf,
} from '../../test/support/federated-graph.ts';
import { until } from '../../test/support/until.ts';
import { startGateway } from '../server.ts';

const parts = {
  // A name that the product's own subgraphs have means nothing here.
  query: {
    typeDefs: `type Query { books: [Book!]! }
      type Book @key(fields: "isbn") { isbn: ID! title: String! }`,
    resolvers: {
      Query: { books: () => [{ isbn: '1', title: 'Kites' }] },
      Book: { __resolveReference: ({ isbn }: { isbn: string }) => ({ isbn, title: 'Kites' }) },
    },
  },
  prices: {
    typeDefs: `type Query { currencies: [String!] }
      type Book @key(fields: "isbn") { isbn: ID! price: Float }`,
    resolvers: {
      Query: { currencies: () => ['EUR'] },
      Book: { __resolveReference: (book: object) => book, price: () => 12.5 },
    },
  },
};
const main = fileURLToPath(new URL('../main.ts', import.meta.url));

async function standing(base: string, part = 'supergraph') {
  const health = (await (await fetch(`${base}/health`)).json()) as {
    components: { name: string; status: string; detail: string }[];
  };
  return health.components.find(({ name }) => name === part);
}

describe('any supergraph out of a file', () => {
  let graph: FederatedGraph;
  /** The same with one more field, that nothing answers: it is enough to be in the schema. */
  let more: string;
  before(async () => {
    graph = await startFederatedGraph(parts);
    more = supergraphOf([
      {
        name: 'query',
        url: graph.subgraphs.query?.url ?? '',
        typeDefs: `${parts.query.typeDefs} extend type Book { pages: Int }`,
      },
      { name: 'prices', url: graph.subgraphs.prices?.url ?? '', typeDefs: parts.prices.typeDefs },
    ]);
  });
  after(() => graph?.[Symbol.asyncDispose]());

  const knows = async (field: string) =>
    (await graph.client.data('{ __type(name: "Book") { fields { name } } }')).__type.fields.some(
      ({ name }: { name: string }) => name === field,
    );

  test('is served over all its subgraphs, to clients of both media types', async () => {
    const query = '{ books { title price } currencies }';
    const expected = { books: [{ title: 'Kites', price: 12.5 }], currencies: ['EUR'] };
    assert.deepEqual(await graph.client.data(query), expected);
    const response = await fetch(`${graph.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { accept: 'application/graphql-response+json', 'content-type': 'application/json' },
    });
    assert.match(response.headers.get('content-type') ?? '', /^application\/graphql-response\+json/);
    assert.deepEqual(((await response.json()) as { data: object }).data, expected);
    assert.equal((await standing(graph.url))?.status, 'UP');
  });

  test('is replaced when the file is: written in place, renamed into it, or behind a link that leads elsewhere', async () => {
    await writeFile(graph.file, more);
    await until('the file that was written', () => knows('pages'));

    await writeFile(`${graph.file}.new`, graph.supergraphSdl);
    await rename(`${graph.file}.new`, graph.file);
    await until('the file that was renamed', async () => !(await knows('pages')));

    // As Kubernetes mounts configuration: supergraph.graphql -> ..data/…, ..data -> a folder a version.
    for (const [version, sdl] of [
      ['v1', graph.supergraphSdl],
      ['v2', more],
    ] as const) {
      await mkdir(join(graph.folder, version));
      await writeFile(join(graph.folder, version, 'supergraph.graphql'), sdl);
    }
    await symlink('v1', join(graph.folder, '..data'));
    await symlink('..data/supergraph.graphql', `${graph.file}.link`);
    await rename(`${graph.file}.link`, graph.file);
    await symlink('v2', join(graph.folder, '..data.new'));
    await rename(join(graph.folder, '..data.new'), join(graph.folder, '..data'));
    await until('the file behind the link', () => knows('pages'));
  });

  test('that is of no use is refused with the reason in /health and the metrics, and the one before goes on', async () => {
    const half = more.slice(0, more.length / 2);
    await rename(graph.file, `${graph.file}.link`);
    await until('the missing file to be told', async () =>
      /no file/.test((await standing(graph.url))?.detail ?? ''),
    );
    await writeFile(graph.file, half);
    await until('the half file to be told', async () =>
      /Syntax Error/.test((await standing(graph.url))?.detail ?? ''),
    );
    assert.equal((await standing(graph.url))?.status, 'DEGRADED');
    const metrics = await (await fetch(`${graph.url}/metrics`)).text();
    assert.match(metrics, /^supergraph_loads_total\{outcome="refused",.*\} [1-9]/m);
    assert.match(metrics, /^supergraph_current\{.*\} 0$/m);
    assert.equal((await graph.client.data('{ books { title } }')).books[0].title, 'Kites');
    await writeFile(graph.file, more);
    await until('the whole file', async () => (await standing(graph.url))?.status === 'UP');
  });

  test('costs only the fields of a subgraph that is away, whose name the error and /health tell', async () => {
    await graph.subgraphs.prices?.[Symbol.asyncDispose]();
    const answer = await graph.client.ask('{ books { title price } currencies }');
    assert.deepEqual(answer.data, { books: [{ title: 'Kites', price: null }], currencies: null });
    assert.deepEqual(
      new Set(answer.errors?.map(({ extensions }) => `${extensions.code} ${extensions.serviceName}`)),
      new Set(['SUBGRAPH_UNAVAILABLE prices']),
    );
    const told = async () => (await standing(graph.url, 'subgraph:prices'))?.status === 'DOWN';
    await until('it to be told', told);
  });
});

test('a supergraph from a URL is polled, and sent again only where it has changed', async () => {
  const sdl = (url: string, more = '') =>
    supergraphOf([{ name: 'one', url, typeDefs: `type Query { a: String ${more} }` }]);
  let text = sdl('http://127.0.0.1:9');
  let etag = '"1"';
  const answered = { 200: 0, 304: 0, 500: 0 };
  let broken = false;
  await using source = await listen(
    (request, response) => {
      const status = broken ? 500 : request.headers['if-none-match'] === etag ? 304 : 200;
      answered[status] += 1;
      response.writeHead(status, { etag });
      response.end(status === 200 ? text : undefined);
    },
    { host: '127.0.0.1', port: 0 },
  );
  await using gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    graphiqlDir: '/nonexistent',
    graph: { supergraph: `${source.url}/supergraph`, everyMs: 10 },
  });
  const client = graphqlClient(gateway.url);
  const fields = async () =>
    (await client.data('{ __type(name: "Query") { fields { name } } }')).__type.fields.length;
  assert.equal(await fields(), 1);
  await until('it to be asked for again', () => answered[304] > 2);
  assert.equal(answered[200], 1);

  text = sdl('http://127.0.0.1:9', 'b: String');
  etag = '"2"';
  await until('the new one', async () => (await fields()) === 2);
  broken = true;
  await until('its absence to be told', async () => (await standing(gateway.url))?.status === 'DOWN');
  assert.equal(await fields(), 2);
  broken = false;
  await until('its return to be told', async () => (await standing(gateway.url))?.status === 'UP');
  assert.equal(answered[200], 2);
});

test('a subgraph without an address fails only its fields', async () => {
  const sdl = supergraphOf([{ name: 'nowhere', url: '', typeDefs: 'type Query { a: String }' }]);
  await using source = await listen((_, response) => void response.end(sdl), { host: '127.0.0.1', port: 0 });
  await using gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    graphiqlDir: '/nonexistent',
    graph: { supergraph: source.url },
  });
  const { data, errors } = await graphqlClient(gateway.url).ask('{ __typename a }');
  assert.deepEqual(data, { __typename: 'Query', a: null });
  assert.equal(errors?.[0]?.extensions.code, 'SUBGRAPH_UNAVAILABLE');
});

test('the command serves a file, and ends on SIGTERM; without a file it says why it does not start', async () => {
  await using graph = await startFederatedGraph(parts);
  const run = (file: string) =>
    spawn(process.execPath, [main, '--supergraph', file, '--port', '0'], {
      env: { ...process.env, KITEGRAPH_LOG_LEVEL: 'info' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const child = run(graph.file);
  for await (const line of createInterface({ input: child.stderr })) {
    const { url } = line.startsWith('{') ? JSON.parse(line) : {};
    if (!url) continue;
    assert.ok((await fetch(`${url}/health`)).ok);
    assert.equal((await graphqlClient(url).data('{ books { price } }')).books[0].price, 12.5);
    child.kill('SIGTERM');
    break;
  }
  assert.deepEqual(await once(child, 'close'), [0, null]);

  const failing = run(join(graph.folder, 'none.graphql'));
  let text = '';
  failing.stderr.on('data', (chunk) => {
    text += chunk;
  });
  assert.deepEqual(await once(failing, 'close'), [1, null]);
  assert.match(
    text,
    /gateway could not start: The supergraph cannot be read: there is no file .*none\.graphql/,
  );
});
