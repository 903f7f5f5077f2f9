import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import pino from 'pino';
import { request } from 'undici';
import { graphqlClient } from '../../test/support/client.ts';
import { type SmallSupergraph, startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { withJournal } from './journal.ts';

const TWO_SUBGRAPHS = '{ collections { edges { node { name searchStatistics { totalQueries } } } } }';

describe('what an answer tells, and how it is sent', () => {
  let supergraph: SmallSupergraph;
  before(async () => {
    supergraph = await startSmallSupergraph();
  });
  after(() => supergraph?.[Symbol.asyncDispose]());

  test('the plan of an operation, and what each subgraph took, for who asks by a header', async () => {
    const plain = graphqlClient(supergraph.gateway.url);
    assert.equal('extensions' in (await plain.ask(TWO_SUBGRAPHS)), false);
    const asking = graphqlClient(supergraph.gateway.url, { 'x-kitegraph-plan': '1' });
    const { extensions } = (await asking.ask(TWO_SUBGRAPHS)) as unknown as {
      extensions: { plan: { text: string; milliseconds: number; fetches: { subgraph: string }[] } };
    };
    assert.match(extensions.plan.text, /^QueryPlan \{\s+Sequence \{\s+Fetch\(service: "index"\)/);
    assert.deepEqual(
      extensions.plan.fetches.map(({ subgraph }) => subgraph),
      ['index', 'query'],
    );
    assert.ok(extensions.plan.milliseconds > 0);
  });

  async function ask(headers: Record<string, string>, aliases = 40) {
    const fields = Array.from({ length: aliases }, (_, at) => `a${at}: name`).join(' ');
    const { body, headers: sent } = await request(`${supergraph.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: `{ collections { edges { node { ${fields} } } } }` }),
    });
    return {
      encoding: sent['content-encoding'],
      vary: String(sent.vary),
      bytes: Buffer.from(await body.arrayBuffer()),
    };
  }

  test('answers come by brotli or gzip, as the client takes them', async () => {
    const plain = (await ask({})).bytes.toString();
    const br = await ask({ 'accept-encoding': 'gzip, deflate, br' });
    assert.equal(br.encoding, 'br');
    assert.match(br.vary, /accept-encoding/);
    assert.equal(brotliDecompressSync(br.bytes).toString(), plain);
    assert.ok(br.bytes.length < plain.length / 4);
    const gzip = await ask({ 'accept-encoding': 'gzip;q=1, br;q=0' });
    assert.equal(gzip.encoding, 'gzip');
    assert.equal(gunzipSync(gzip.bytes).toString(), plain);
  });

  test('small answers, and those to requests that a browser has put cookies to, are sent as they are', async () => {
    assert.equal((await ask({ 'accept-encoding': 'br' }, 1)).encoding, undefined);
    assert.equal((await ask({ 'accept-encoding': 'br', cookie: 'session=1' })).encoding, undefined);
  });
});

test('a slow operation is logged with its name, client and plan, and without the values of its variables', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const answer = async (request: { context: { journal?: { plan: unknown; fetches: unknown[] } } }) => {
    const { journal } = request.context;
    assert.ok(journal);
    const fetch = (serviceName: string) => ({ kind: 'Fetch', serviceName });
    journal.plan = {
      node: {
        kind: 'Sequence',
        nodes: [fetch('index'), { kind: 'Flatten', path: ['a', '@'], node: fetch('query') }],
      },
    };
    journal.fetches.push({ subgraph: 'index', milliseconds: 7 });
    return { body: { data: {} }, headers: [] };
  };
  const context = {
    headers: { 'apollographql-client-name': 'shop' },
    identity: { id: 'key-1', scopes: new Set() },
  };
  const prepared = { kind: 'query', query: 'query Find($text: String!) { find(text: $text) }' };
  const asked = { operationName: 'Find', variables: { text: 'a secret' }, context };
  await withJournal({ answer } as never, 0, log).answer(asked as never, prepared as never);
  const { milliseconds, time: _, pid: __, hostname: ___, ...line } = JSON.parse(lines[0] ?? '{}');
  assert.ok(milliseconds >= 0);
  assert.deepEqual(line, {
    level: 40,
    operation: 'Find',
    document: line.document,
    kind: 'query',
    client: 'key-1',
    clientName: 'shop',
    plan: 'index > query@a.@',
    fetches: [{ subgraph: 'index', milliseconds: 7 }],
    msg: 'a slow operation',
  });
  assert.doesNotMatch(lines[0] ?? '', /secret/);
  await withJournal({ answer } as never, 60_000, log).answer(
    { ...asked, context: { ...context } } as never,
    prepared as never,
  );
  assert.equal(lines.length, 1);
});
