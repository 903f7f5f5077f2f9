import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type FederatedGraph, startFederatedGraph } from '../../test/support/federated-graph.ts';
import { transports } from '../../test/support/transports.ts';
import { until } from '../../test/support/until.ts';
import { parseGatewayFile } from '../configuration/gateway-file.ts';
import { parseManifest } from './manifest.ts';

const parts = {
  books: {
    typeDefs: `type Query { book(isbn: String): Book } type Book { isbn: String title: String }
      type Subscription { ticks: Int }`,
    resolvers: { Query: { book: (_: unknown, { isbn }: { isbn?: string }) => ({ isbn, title: 'Ulysses' }) } },
  },
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (query: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: sha256(query) } },
});

test('manifests of Apollo, Relay and GraphQL Code Generator are read, and others refused with the reason', () => {
  const apollo = {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [{ id: 'a', name: 'A', type: 'query', body: 'query A { a }' }],
  };
  assert.deepEqual([...parseManifest(JSON.stringify(apollo))], [['a', 'query A { a }']]);
  assert.deepEqual([...parseManifest('{ "b": "query B { b }" }')], [['b', 'query B { b }']]);
  const wrong: [string, RegExp][] = [
    ['{', /not valid JSON/],
    ['[]', /is a list/],
    ['{ "a": 1 }', /under "a"/],
    [JSON.stringify({ ...apollo, version: 2 }), /version 2/],
    [JSON.stringify({ ...apollo, operations: [{ id: 'a' }] }), /operations\[0\]/],
  ];
  for (const [text, why] of wrong) assert.throws(() => parseManifest(text), why);
});

describe('with an allow-list', () => {
  const trusted = 'query Book($isbn: String) { book(isbn: $isbn) { title } }';
  const other = '{ book { isbn } }';
  let folder: string;
  let manifest: string;
  let graph: FederatedGraph;
  const apiKey = 'a-key-of-sixteen-characters';
  const tenantKey = 'another-key-of-sixteen';
  const ways = transports(() => `${graph.url}/graphql`);
  const key = { 'x-api-key': tenantKey };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kitegraph-documents-'));
    manifest = join(folder, 'persisted-documents.json');
    await writeFile(manifest, JSON.stringify({ [sha256(trusted)]: trusted, short: trusted }));
    const file = parseGatewayFile(
      `documents: { trusted: ["${manifest}"], exempt: operators }`,
      'gateway.yaml',
      {},
    );
    graph = await startFederatedGraph(parts, { file, apiKey, tenantKeys: [{ tenant: 't', key: tenantKey }] });
  });
  after(async () => {
    await graph?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [name, ask] of Object.entries(ways)) {
    test(`trusted documents run by id, by hash and by their text over ${name}, and no others`, async () => {
      const yes = { data: { book: { title: 'Ulysses' } } };
      for (const by of [
        { documentId: 'short' },
        { id: 'short' },
        { documentId: `sha256:${sha256(trusted)}` },
        persisted(trusted),
      ])
        assert.deepEqual(await ask(undefined, { ...by, variables: { isbn: '1' } }, key), yes);
      const missing = await ask(undefined, { documentId: 'nope' }, key);
      assert.equal(missing.errors?.[0]?.extensions.code, 'DOCUMENT_NOT_FOUND');
      const unknown = await ask(undefined, persisted(other), key);
      assert.equal(unknown.errors?.[0]?.extensions.code, 'DOCUMENT_NOT_TRUSTED');
      assert.deepEqual(await ask(trusted, {}, key), yes);
      for (const parameters of [{}, persisted(other), { documentId: 'short' }]) {
        const refused = await ask(other, parameters, key);
        assert.equal(refused.errors?.[0]?.extensions.code, 'DOCUMENT_NOT_TRUSTED');
      }
      assert.equal((await ask(other, {}, { 'x-api-key': apiKey })).errors, undefined);
    });
  }

  test('a changed manifest counts at once, and a broken one changes nothing', async () => {
    const newer = '{ book { title isbn } }';
    assert.equal((await ways.HTTP(newer, {}, key)).errors?.[0]?.extensions.code, 'DOCUMENT_NOT_TRUSTED');
    await writeFile(manifest, JSON.stringify({ a: newer }));
    await until('the new manifest to count', async () => !(await ways.HTTP(newer, {}, key)).errors);
    assert.ok((await ways.HTTP(trusted, {}, key)).errors);
  });
});

test('with mode: log, other documents run all the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kitegraph-documents-'));
  const manifest = join(folder, 'manifest.json');
  await writeFile(manifest, '{ "a": "{ book { title } }" }');
  const file = parseGatewayFile(`documents: { trusted: ["${manifest}"], mode: log }`, 'gateway.yaml', {});
  await using graph = await startFederatedGraph(parts, { file });
  const { HTTP: ask } = transports(() => `${graph.url}/graphql`);
  const query = '{ book { isbn } }';
  assert.equal((await ask(query)).errors, undefined);
  assert.deepEqual((await ask(undefined, { documentId: 'a' })).data, { book: { title: 'Ulysses' } });
  assert.equal((await ask(query, persisted(query))).errors, undefined);
  assert.equal((await ask(undefined, persisted(query))).errors, undefined);
  await rm(folder, { recursive: true });
});

test('an allow-list without a manifest is refused, not taken for none', () => {
  for (const text of ['documents: { mode: only }', 'documents: { mode: log, trusted: [] }'])
    assert.throws(
      () => parseGatewayFile(text, 'gateway.yaml', {}),
      /documents.mode needs a manifest in documents\.trusted/,
    );
});

test('a manifest that cannot be read keeps the gateway from starting', async () => {
  const file = parseGatewayFile('documents: { trusted: [/nonexistent.json] }', 'gateway.yaml', {});
  await assert.rejects(startFederatedGraph(parts, { file }), /trusted documents in \/nonexistent\.json/);
});

describe('automatic persisted queries', () => {
  let graph: FederatedGraph;
  const ways = transports(() => `${graph.url}/graphql`);
  before(async () => {
    graph = await startFederatedGraph(parts);
  });
  after(() => graph?.[Symbol.asyncDispose]());

  for (const [name, ask] of Object.entries(ways)) {
    test(`are remembered once they were sent whole over ${name}, by the hash of what was sent`, async () => {
      const query = `{ book(isbn: "${name}") { isbn } }`;
      const first = await ask(undefined, persisted(query));
      assert.equal(first.errors?.[0]?.message, 'PersistedQueryNotFound');
      assert.equal(first.errors?.[0]?.extensions.code, 'PERSISTED_QUERY_NOT_FOUND');
      const forged = await ask('{ book { title } }', persisted(query));
      assert.equal(forged.errors?.[0]?.extensions.code, 'BAD_REQUEST');
      assert.deepEqual((await ask(query, persisted(query))).data, { book: { isbn: name } });
      assert.deepEqual((await ask(undefined, persisted(query))).data, { book: { isbn: name } });
      assert.deepEqual((await ways.WebSocket(query, persisted(query))).data, { book: { isbn: name } });
    });
  }

  test('are sent by GET, and what is not valid is not remembered', async () => {
    const query = '{ book { title } }';
    await ways.HTTP(query, persisted(query));
    const url = `${graph.url}/graphql?extensions=${encodeURIComponent(JSON.stringify(persisted(query).extensions))}`;
    const response = await fetch(url, { headers: { 'apollo-require-preflight': '1' } });
    assert.deepEqual(await response.json(), { data: { book: { title: 'Ulysses' } } });
    const invalid = '{ nope }';
    await ways.HTTP(invalid, persisted(invalid));
    assert.equal(
      (await ways.HTTP(undefined, persisted(invalid))).errors?.[0]?.message,
      'PersistedQueryNotFound',
    );
  });
});
