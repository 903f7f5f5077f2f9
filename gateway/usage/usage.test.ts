import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { graphqlClient } from '../../test/support/client.ts';
import { program } from '../../test/support/command-line.ts';
import { type FederatedGraph, startFederatedGraph } from '../../test/support/federated-graph.ts';

const typeDefs = `type Query { books(filter: Filter, order: Order): [Book!]! old: String @deprecated(reason: "Use books.") }
  input Filter { title: String year: Int @deprecated(reason: "No.") author: AuthorFilter } input AuthorFilter { name: String }
  enum Order { NEW BEST }
  type Book { title: String! pages: Int isbn: String @deprecated(reason: "Not unique.") }`;
const parts = {
  books: { typeDefs, resolvers: { Query: { books: () => [{ title: 'Kites', pages: 3 }], old: () => 'x' } } },
};

describe('what clients use of the schema', () => {
  let graph: FederatedGraph;
  before(async () => {
    graph = await startFederatedGraph(parts);
    const web = graphqlClient(graph.url, {
      'apollographql-client-name': 'web',
      'apollographql-client-version': '1.2',
    });
    const query = 'query ($filter: Filter) { books(filter: $filter, order: BEST) { title isbn } old }';
    await web.data(query, { filter: { year: 1999, author: { name: 'x' } } });
    await web.data(query, { filter: { title: 'x' } });
    await graph.client.data('{ books { title } }');
  });
  after(() => graph?.[Symbol.asyncDispose]());

  async function check(change: (sdl: string) => string, ...more: string[]) {
    const file = join(graph.folder, 'new.graphql');
    await writeFile(file, change(typeDefs));
    const child = spawn(process.execPath, [
      program,
      'check-schema',
      file,
      '--url',
      `${graph.url}/graphql`,
      ...more,
    ]);
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      out += chunk;
    });
    const [code] = await once(child, 'close');
    return { code, out };
  }

  test('use of what is deprecated is counted for each client, in variables too', async () => {
    const text = await (await fetch(`${graph.url}/metrics`)).text();
    const count = (coordinate: string) =>
      new RegExp(
        `^deprecated_uses_total\\{coordinate="${coordinate}",client="web",version="1.2",.*\\} (\\d+)`,
        'm',
      ).exec(text)?.[1];
    assert.deepEqual(['Query.old', 'Book.isbn', 'Filter.year', 'Book.pages'].map(count), [
      '2',
      '2',
      '1',
      undefined,
    ]);
  });

  test('clients beyond the bound are counted as one', async () => {
    for (let at = 0; at < 60; at += 1) {
      await graphqlClient(graph.url, { 'apollographql-client-name': `flood-${at}` }).data('{ old }');
    }
    const { uses } = (await (await fetch(`${graph.url}/usage`)).json()) as {
      uses: Record<string, { client: string; operations: number }[]>;
    };
    const clients = uses['Query.old'] ?? [];
    assert.ok(clients.length <= 51);
    assert.ok((clients.find(({ client }) => client === 'other')?.operations ?? 0) >= 10);
  });

  test('a change that breaks what a client used ends the check with 1, and names the client', async () => {
    const { code, out } = await check((sdl) =>
      sdl.replace('title: String! pages', 'pages').replace('BEST', ''),
    );
    assert.equal(code, 1);
    assert.match(out, /BREAKS.*title.*\n\s+web 1\.2: 2 operations/);
    assert.match(out, /BREAKS.*BEST/);
  });

  test('a change that would break only what nobody used passes, and is told', async () => {
    const { code, out } = await check((sdl) =>
      sdl.replace(' pages: Int', '').replace('enum Order { NEW', 'enum Order {'),
    );
    assert.equal(code, 0, out);
    assert.match(out, /unused.*pages/);
    assert.match(out, /unused.*NEW/);
  });

  test('what must newly be given breaks whoever uses what it is given to', async () => {
    const { code, out } = await check((sdl) => sdl.replace('books(filter', 'books(limit: Int! filter'));
    assert.equal(code, 1);
    assert.match(out, /BREAKS.*limit/);
  });

  test('use that was kept earlier counts too, and a supergraph can be compared', async () => {
    const kept = join(graph.folder, 'kept.json');
    const use = { client: 'ios', version: '9', operations: 5, last: '2026-01-01T00:00:00.000Z' };
    await writeFile(
      kept,
      JSON.stringify({ schema: '', since: '2025-12-01T00:00:00.000Z', uses: { 'Book.pages': [use] } }),
    );
    const without = (sdl: string) => sdl.replace(' pages: Int', '');
    assert.equal((await check(without)).code, 0);
    const { code, out } = await check(without, '--usage', kept);
    assert.equal(code, 1);
    assert.match(out, /ios 9: 5 operations/);
    assert.equal((await check(() => graph.supergraphSdl)).code, 0);
  });
});
